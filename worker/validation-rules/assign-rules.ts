import type { Statement } from '../database.ts';
import { newId } from '../identifiers.ts';
import { bindRows } from '../sql/json-columns.ts';
import { insertNewVoucherRules, type NewVoucherRule, refuseNewVoucherRules } from './assignment-store.ts';

/** The statements that make a voucher demand validation rules, to be run before the one that makes it: its id is `newId`. */
export function assignToNewVoucher(
  ruleIds: readonly string[],
  { newId: voucherId, at }: { newId: string; at: number },
): Statement<never>[] {
  const rules = bindRows(
    ruleIds.map(
      (ruleId): NewVoucherRule => ({ newId: newId('validation_rules_assignment'), ruleId, voucherId, at }),
    ),
  );
  return [refuseNewVoucherRules({ rules }), insertNewVoucherRules({ rules })];
}

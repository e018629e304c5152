import type { ApplicableLines } from '../../shared/validation-rules/applicable-to.ts';
import type { RuleSet } from '../../shared/validation-rules/rule-set.ts';
import type { DemandedRuleRow } from '../validation-rules/voucher-rules-store.ts';

/** A validation rule that a voucher demands. */
export interface DemandedRule extends Omit<DemandedRuleRow, 'rules' | 'applicableTo'> {
  rules: RuleSet;
  applicable: ApplicableLines;
}

/** The rules of each voucher, by its place in the request. */
export function toDemandedRules(rows: readonly DemandedRuleRow[]): Map<number, DemandedRule[]> {
  const byPlace = new Map<number, DemandedRule[]>();
  for (const { rules, applicableTo, ...row } of rows) {
    const rule = { ...row, rules: JSON.parse(rules), applicable: JSON.parse(applicableTo) };
    byPlace.set(row.place, [...(byPlace.get(row.place) ?? []), rule]);
  }
  return byPlace;
}

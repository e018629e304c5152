import type { Metadata } from '../../shared/metadata/metadata.ts';
import type { ApplicableLines } from '../../shared/validation-rules/applicable-to.ts';
import type { RuleSet } from '../validation-rules/engine/rule-set.ts';
import type { VoucherWithRules } from '../vouchers/required-rules-store.ts';

/** A validation rule that a voucher requires. */
export interface RequiredRule {
  id: string;
  name: string;
  version: number;
  rules: RuleSet;
  error: string | null;
  applicable: ApplicableLines;
}

/** The rules that a voucher requires, and what is stored of the customer who redeems it. */
export interface RequiredRules {
  rules: readonly RequiredRule[];
  customerId: string | null;
  customerUses: number;
  customerMetadata: Metadata;
}

export const noRequiredRules: RequiredRules = {
  rules: [],
  customerId: null,
  customerUses: 0,
  customerMetadata: {},
};

type KeptRule = [string, string, number, RuleSet, string | null, ApplicableLines];

export function toRequiredRules({ requiredRules, redeemer }: VoucherWithRules): RequiredRules {
  if (requiredRules === null || redeemer === null) return noRequiredRules;
  const kept: KeptRule[] = JSON.parse(requiredRules);
  const [customerId, customerUses, metadata]: [string | null, number, Metadata | null] = JSON.parse(redeemer);
  const rules = kept.map(([id, name, version, set, error, applicable]) => ({
    ...{ id, name, version, error, applicable },
    rules: set,
  }));
  return { rules, customerId, customerUses, customerMetadata: metadata ?? {} };
}

import type { Metadata } from '../../shared/metadata/metadata.ts';
import type { ApplicableLines } from '../../shared/validation-rules/applicable-to.ts';
import type { RuleSet } from '../validation-rules/engine/rule-set.ts';
import type { DemandingVoucherRow } from '../vouchers/demands-store.ts';

/** A validation rule that a voucher demands. */
export interface DemandedRule {
  id: string;
  name: string;
  version: number;
  rules: RuleSet;
  error: string | null;
  applicable: ApplicableLines;
}

/** What a voucher demands, and what is stored of who redeems. */
export interface Demands {
  rules: readonly DemandedRule[];
  customerId: string | null;
  customerUses: number;
  customerMetadata: Metadata;
}

export const noDemands: Demands = { rules: [], customerId: null, customerUses: 0, customerMetadata: {} };

type KeptRule = [string, string, number, RuleSet, string | null, ApplicableLines];

export function toDemands({ demands, redeemer }: DemandingVoucherRow): Demands {
  if (demands === null || redeemer === null) return noDemands;
  const kept: KeptRule[] = JSON.parse(demands);
  const [customerId, customerUses, metadata]: [string | null, number, Metadata | null] = JSON.parse(redeemer);
  const rules = kept.map(([id, name, version, set, error, applicable]) => ({
    ...{ id, name, version, error, applicable },
    rules: set,
  }));
  return { rules, customerId, customerUses, customerMetadata: metadata ?? {} };
}

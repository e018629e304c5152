import type { RuleRefusal } from '../../../../shared/errors.ts';
import type { RuleFacts, RuleLine, VoucherUses } from './facts.ts';
import type { Operators } from './operators.ts';

/** What a rule is checked with. */
interface RuleTest<Subject> {
  /** Whether something fits the rule's conditions. */
  fits: (subject: Subject) => boolean;
  /** The key of metadata that the rule is about; '' where it is about none. */
  property: string;
  facts: RuleFacts;
  /** The lines that the rule is about: the cart, or what the rule around it has chosen of it. */
  lines: readonly RuleLine[];
  /** Of a rule within another: the one of them that is looked at. */
  line: RuleLine | undefined;
  /** Whether the rules within this one hold of a line among the chosen ones. */
  within: (line: RuleLine, chosen: readonly RuleLine[]) => boolean;
}

/** A rule: what its settings may be, and its check. */
export interface Rule<Subject = never> {
  /** Its name in Voucherify, or in its style. */
  name: string;
  refusal: RuleRefusal;
  operators: Operators<Subject>;
  /** Whether it is about a key of metadata, which `property` names. */
  hasProperty?: true;
  /** Whether it chooses lines, of which rules within it say more; then it may do without conditions. */
  hasRules?: true;
  /** Where it may stand: by itself, within a rule that chooses lines, or in both places. */
  stands: 'alone' | 'within' | 'both';
  /** Which uses of the voucher it limits: redemptions at the same time must keep to it, too. */
  limits?: keyof VoucherUses;
  check: (test: RuleTest<Subject>) => boolean;
}

/** A rule among others, whose subjects differ. */
export const rule = <Subject>(definition: Rule<Subject>): Rule => definition as unknown as Rule;

import type { RuleRefusal } from '../../../shared/errors.ts';
import { ruleOf } from './all-rules.ts';
import { catalogueOperators } from './conditions/catalogue-operators.ts';
import type { RuleFacts, RuleLine, VoucherUses } from './conditions/facts.ts';
import { steadyRange } from './conditions/number-operators.ts';
import { fitsAll } from './conditions/operators.ts';
import type { Rule } from './conditions/rule.ts';
import { failingRule, parseLogic } from './logic.ts';
import { type RuleSet, type RuleSettings, settingsOf } from './rule-set.ts';
import { customerSegment } from './rules/customers/customer-segment.ts';

/** A rule that does not hold. */
export interface Violation {
  key: RuleRefusal;
  /** Its name, and what it says of it, if anything. */
  rule: string;
  message: string | undefined;
}

function requireRule({ name }: RuleSettings): Rule {
  const rule = ruleOf(name);
  if (!rule) throw new Error(`a stored rule is not known: ${name}`);
  return rule;
}

/** Whether what the rule is about is known at all. */
const hasSubject = ({ refusal }: Rule, { order, customer }: RuleFacts): boolean =>
  refusal === 'order_rules_violated'
    ? order !== undefined
    : refusal !== 'customer_rules_violated' || customer !== undefined;

interface Surroundings {
  facts: RuleFacts;
  lines: readonly RuleLine[];
  line?: RuleLine;
}

function holds(settings: RuleSettings, { facts, lines, line }: Surroundings): boolean {
  const rule = requireRule(settings);
  if (!hasSubject(rule, facts)) return false;
  const { conditions, property, rules } = settings;
  const failsWithin = failing(rules);
  return rule.check({
    fits: (subject) => fitsAll(rule.operators, conditions, subject),
    property: property ?? '',
    facts,
    lines,
    line,
    within: (one, chosen) => failsWithin({ facts, lines: chosen, line: one }) === undefined,
  });
}

/** The first rule that keeps the set from holding in given surroundings. The expression is read once for all of them. */
function failing(rules: RuleSettings['rules']): (surroundings: Surroundings) => RuleSettings | undefined {
  const { logic = '', ...settings } = rules as Partial<RuleSet>;
  const parsed = parseLogic(logic);
  const settingsAt = (number: string) => settings[number] as RuleSettings;
  return (surroundings) => {
    const number = failingRule(parsed, (one) => holds(settingsAt(one), surroundings));
    return number === undefined ? undefined : settingsAt(number);
  };
}

/** The first rule that keeps the set from holding of these facts, or undefined where it holds. */
export function findViolation(rules: RuleSet, facts: RuleFacts): Violation | undefined {
  const settings = failing(rules)({ facts, lines: facts.order?.lines ?? [] });
  if (!settings) return undefined;
  const { name, refusal } = requireRule(settings);
  return { key: refusal, rule: name, message: settings.error?.message };
}

/** Uses of a voucher, and the numbers of them, both included, that rules decide in the same way as the present one. */
export interface SteadyUses {
  use: keyof VoucherUses;
  min: number;
  max: number;
}

/**
 * What the rules of a set rest on: as long as the uses stay in these ranges, every rule that limits them is decided as it
 * is now, and so is the set.
 */
export const steadyUses = (rules: RuleSet, uses: VoucherUses): SteadyUses[] =>
  settingsOf(rules).flatMap((settings) => {
    const { limits: use } = requireRule(settings);
    return use === undefined ? [] : [{ use, ...steadyRange(settings.conditions, uses[use]) }];
  });

/** Whether rules of the set ask which products or SKUs lines are of. */
export const namesProducts = (rules: RuleSet): boolean =>
  settingsOf(rules).some(
    (settings) =>
      requireRule(settings).operators === catalogueOperators && Object.keys(settings.conditions).length > 0,
  );

/** The ids of the segments that rules of the set ask about. */
export const segmentsIn = (rules: RuleSet): string[] =>
  settingsOf(rules).flatMap(({ name, conditions }) =>
    name === customerSegment.name ? (Object.values(conditions).flat() as string[]) : [],
  );

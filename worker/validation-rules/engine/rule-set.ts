import * as z from 'zod';
import { MAX_RULES, MAX_TEXT_LENGTH } from '../../../shared/limits.ts';
import { JsonObject } from '../../../shared/metadata/metadata.ts';
import { RuleError } from '../../../shared/validation-rules/validation-rules.ts';
import { ruleOf } from './all-rules.ts';
import { type Conditions, conditionsSchema } from './conditions/operators.ts';
import type { Rule } from './conditions/rule.ts';
import { type Logic, LogicError, numbersIn, parseLogic } from './logic.ts';

/** One rule as it is stored. */
export interface RuleSettings {
  name: string;
  property: string | null;
  conditions: Conditions;
  rules: RuleSet | Record<never, never>;
  error?: RuleError | undefined;
}

/** Rules by their numbers, and the expression that combines them. */
export interface RuleSet {
  logic: string;
  [number: string]: RuleSettings | string;
}

const Setting = z.strictObject({
  name: z.string(),
  property: z.string().min(1).max(MAX_TEXT_LENGTH).nullish(),
  conditions: JsonObject.nullish(),
  rules: JsonObject.nullish(),
  error: RuleError.strict().nullish(),
});

type Place = Exclude<Rule['stands'], 'both'>;
type Report = (path: PropertyKey[], message: string) => void;

/** What a rule's name is taken for where it is not known or stands in the wrong place. */
function findRule(name: string, place: Place, report: Report): Rule | undefined {
  const rule = ruleOf(name);
  if (!rule) report(['name'], `names no rule: ${JSON.stringify(name.slice(0, 60))}`);
  else if (rule.stands === 'both' || rule.stands === place) return rule;
  else if (place === 'within') report(['name'], `${name} cannot stand within another rule`);
  else report(['name'], `${name} can only stand within a rule that chooses lines, such as order.items.any`);
  return undefined;
}

function readSettings(raw: unknown, place: Place, report: Report): RuleSettings | undefined {
  const parsed = Setting.safeParse(raw);
  for (const issue of parsed.error?.issues ?? []) {
    if (issue.code !== 'unrecognized_keys') report(issue.path, issue.message);
    else for (const key of issue.keys) report([...issue.path, key], 'is not known here');
  }
  const rule = parsed.data && findRule(parsed.data.name, place, report);
  if (!parsed.data || !rule) return undefined;
  const { name, property = null, conditions, rules: within, error } = parsed.data;
  if (rule.hasProperty && property === null) report(['property'], 'expected the key of the metadata');
  if (!rule.hasProperty && property !== null) report(['property'], `does not fit ${name}`);
  const rules = readRuleSet(within ?? {}, 'within', (path, message) => report(['rules', ...path], message));
  const hasRules = rules.logic !== '';
  if (hasRules && !rule.hasRules) report(['rules'], `${name} takes no rules within it`);
  const checked = conditionsSchema(name, rule.operators, hasRules).safeParse(conditions ?? {});
  for (const { path, message } of checked.error?.issues ?? []) report(['conditions', ...path], message);
  return {
    name,
    property,
    conditions: checked.data ?? {},
    rules: hasRules ? rules : {},
    ...(error && { error }),
  };
}

/** The expression as it is stored: without one, all must hold. */
function readLogic(given: unknown, numbers: readonly string[], report: Report): string {
  const logic = given ?? numbers.join(' AND ');
  if (typeof logic !== 'string') {
    report(['logic'], 'expected a text, as in "1 AND (2 OR 3)"');
    return '';
  }
  let parsed: Logic;
  try {
    parsed = parseLogic(logic);
  } catch (error) {
    if (!(error instanceof LogicError)) throw error;
    report(['logic'], error.message);
    return '';
  }
  const used = numbersIn(parsed);
  for (const number of used)
    if (!numbers.includes(number)) report(['logic'], `names rule ${number}, which is not there`);
  for (const number of numbers) if (!used.has(number)) report(['logic'], `does not name rule ${number}`);
  return logic;
}

/** Rules by number, checked each by its own settings and together by their expression. */
function readRuleSet(given: Record<string, unknown>, place: Place, report: Report): RuleSet {
  const { logic, ...others } = given;
  const entries = Object.entries(others);
  if (entries.length > MAX_RULES) {
    report([], `must have at most ${MAX_RULES} rules`);
    return { logic: '' };
  }
  const rules: Record<string, RuleSettings> = {};
  for (const [number, raw] of entries) {
    if (!/^[1-9]\d{0,8}$/.test(number)) {
      report([number], 'expected "logic" or the number of a rule, from "1"');
      continue;
    }
    const settings = readSettings(raw, place, (path, message) => report([number, ...path], message));
    if (settings) rules[number] = settings;
  }
  const numbers = entries.map(([number]) => number).filter((number) => /^\d+$/.test(number));
  return { ...rules, logic: readLogic(logic, numbers, report) };
}

/**
 * The rules of a validation rule as they are sent: `{"1": {name, conditions, …}, "logic": "1"}`. What a rule does not know
 * is refused, as is an expression that cannot be read, names a rule that is not there, or leaves one out.
 */
export const RuleSetInput = JsonObject.transform(
  (given, context): RuleSet =>
    readRuleSet(given, 'alone', (path, message) =>
      context.addIssue({ code: 'custom', path, message, input: given }),
    ),
).meta({
  override: {
    type: 'object',
    properties: { logic: { type: 'string' } },
    additionalProperties: { type: 'object' },
  },
});

/** The rules of a set. */
export const settingsOf = ({ logic: _, ...rules }: RuleSet): RuleSettings[] =>
  Object.values(rules) as RuleSettings[];

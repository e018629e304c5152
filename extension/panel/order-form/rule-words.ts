import * as z from 'zod';
import { type TextName, text } from '../../text.ts';
import { formatMoney, formatNumber } from '../values/format.ts';

/** As much of a stored rule as is shown; the operators and names are those of worker/validation-rules/engine/. */
const Setting = z.object({
  name: z.string(),
  property: z.string().nullish(),
  conditions: z.record(z.string(), z.unknown()),
  rules: z.record(z.string(), z.unknown()).optional(),
});

const operators: Record<string, TextName> = {
  $is: 'rule_is',
  $in: 'rule_is',
  $is_not: 'rule_is_not',
  $not_in: 'rule_is_not',
  $less_than: 'rule_less',
  $less_than_or_equal: 'rule_at_most',
  $more_than: 'rule_more',
  $more_than_or_equal: 'rule_at_least',
  $contains: 'operator_contains',
  $after: 'rule_after',
  $before: 'rule_before',
};

const isMoney = (name: string): boolean => /amount|price/.test(name);

function showValue(name: string, value: unknown, currency: string): string {
  if (typeof value === 'number') return isMoney(name) ? formatMoney(value, currency) : formatNumber(value);
  const named = z.object({ source_id: z.string().optional(), id: z.string() }).safeParse(value).data;
  return named ? (named.source_id ?? named.id) : typeof value === 'string' ? value : JSON.stringify(value);
}

function conditionWords(name: string, conditions: Record<string, unknown>, currency: string): string {
  return Object.entries(conditions)
    .map(([operator, values]) => {
      const list = (Array.isArray(values) ? values : [values]).map((value) =>
        showValue(name, value, currency),
      );
      const word = operators[operator];
      return `${word ? text(word) : operator.slice(1).replaceAll('_', ' ')} ${list.join(', ')}`;
    })
    .join('; ');
}

/**
 * What a set of validation rules asks for, a line a rule: "order amount at least £50.00". Rules within one are indented by
 * an arrow, and where the rules are combined otherwise than by AND the last line says how.
 */
export function ruleWords(rules: Record<string, unknown>, currency: string, indent = ''): string[] {
  const { logic, ...numbered } = rules;
  const lines = Object.entries(numbered).flatMap(([number, raw]) => {
    const setting = Setting.safeParse(raw).data;
    if (!setting) return [];
    const { name, property, conditions, rules: within = {} } = setting;
    const subject = [name.replaceAll(/[._]/g, ' '), property].filter(Boolean).join(' ');
    const line = `${indent}${number}. ${subject} ${conditionWords(name, conditions, currency)}`.trim();
    return [line, ...ruleWords(within, currency, `${indent}→ `)];
  });
  const isPlain = typeof logic !== 'string' || !/\bor\b/i.test(logic);
  return isPlain ? lines : [...lines, `${indent}${logic}`];
}

import { describe, expect, it } from 'vitest';
import { findViolation } from '../../../worker/validation-rules/engine/evaluate.ts';
import { RuleSetInput } from '../../../worker/validation-rules/engine/rule-set.ts';
import { factsOf } from './facts.ts';

const amount = { name: 'order.amount', conditions: { $more_than: [5000] } };
const segment = { name: 'customer.segment', conditions: { $is: ['seg_1'] } };

/** What is wrong with rules, as `path: message`. */
function wrong(rules: unknown): string[] {
  const { error, data } = RuleSetInput.safeParse(rules);
  if (!error) throw new Error(`was taken: ${JSON.stringify(data)}`);
  return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('rules', () => {
  it('are answered whole, and all must hold without an expression', () => {
    expect(RuleSetInput.parse({ 1: amount, 3: { ...segment, error: { message: 'Members only' } } })).toEqual({
      1: { ...amount, property: null, rules: {} },
      3: { ...segment, property: null, rules: {}, error: { message: 'Members only' } },
      logic: '1 AND 3',
    });
    expect(RuleSetInput.parse({})).toEqual({ logic: '' });
    const answered = RuleSetInput.parse({ 1: amount, logic: '1' });
    expect(RuleSetInput.parse(answered)).toEqual(answered);
  });

  it('are all named by the expression, and no others are', () => {
    expect(wrong({ 1: amount, 2: segment, logic: '1' })).toEqual(['logic: does not name rule 2']);
    expect(wrong({ 1: amount, logic: '1 AND 2' })).toEqual(['logic: names rule 2, which is not there']);
    expect(wrong({ logic: '1' })).toEqual(['logic: names rule 1, which is not there']);
    expect(wrong({ 1: amount, logic: '' })).toEqual(['logic: does not name rule 1']);
    expect(wrong({ 1: amount, logic: '1 AND' })[0]).toMatch(/^logic: at position 6: expected/);
    expect(wrong({ 1: amount, logic: 1 })).toEqual(['logic: expected a text, as in "1 AND (2 OR 3)"']);
    expect(wrong({ one: amount })).toEqual(['one: expected "logic" or the number of a rule, from "1"']);
    expect(wrong({ '01': amount })[0]).toMatch(/^01: expected "logic"/);
  });

  it('are 50 at most', () => {
    const many = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, n) => [n + 1, amount]));
    expect(Object.keys(RuleSetInput.parse(many(50)))).toHaveLength(51);
    expect(wrong(many(51))).toEqual([': must have at most 50 rules']);
  });

  it('have known names, and stand where they can', () => {
    expect(wrong({ 1: { ...amount, name: 'order.weight' } })).toEqual([
      '1.name: names no rule: "order.weight"',
    ]);
    expect(wrong({ 1: { ...amount, name: 'constructor' } })).toEqual([
      '1.name: names no rule: "constructor"',
    ]);
    expect(wrong({ 1: 5 })[0]).toMatch(/^1: /);
    expect(wrong({ 1: {} })[0]).toMatch(/^1.name: /);
    expect(wrong({ 1: { name: 'order.items.quantity', conditions: { $is: [1] } } })).toEqual([
      '1.name: order.items.quantity can only stand within a rule that chooses lines, such as order.items.any',
    ]);
    expect(wrong({ 1: { name: 'order.items.any', rules: { 1: amount } } })).toContain(
      '1.rules.1.name: order.amount cannot stand within another rule',
    );
    const deeper = { name: 'order.items.any', conditions: { $is: [{ id: 'a' }] } };
    expect(wrong({ 1: { ...deeper, rules: { 1: deeper } } })).toContain(
      '1.rules.1.name: order.items.any cannot stand within another rule',
    );
    expect(
      wrong({ 1: { ...amount, rules: { 1: { name: 'order.items.price', conditions: { $is: [1] } } } } }),
    ).toEqual(['1.rules: order.amount takes no rules within it']);
    const within = { 1: { name: 'order.items.price', conditions: { $is: [1] } }, logic: '1 AND' };
    expect(wrong({ 1: { ...deeper, rules: within } })[0]).toMatch(/^1.rules.logic: at position 6/);
  });

  it('have conditions that fit them', () => {
    const withConditions = (conditions: unknown, name = 'order.amount') => wrong({ 1: { name, conditions } });
    expect(withConditions({})[0]).toMatch(/^1.conditions: expected at least one of \$is, /);
    expect(withConditions(undefined)[0]).toMatch(/^1.conditions: expected at least one of/);
    expect(withConditions({ $starts_with: ['5'] })[0]).toMatch(
      /^1.conditions.\$starts_with: does not fit order.amount, which takes \$is, /,
    );
    expect(withConditions({ constructor: [5] })[0]).toMatch(/does not fit order.amount/);
    for (const values of [5, '5', [], ['5'], [1.5], [1, 2], [null], [Number.NaN]])
      expect(withConditions({ $more_than: values })[0]).toMatch(/^1.conditions.\$more_than/);
    expect(withConditions({ $in: Array.from({ length: 101 }, (_, n) => n) })[0]).toMatch(
      /^1.conditions.\$in: /,
    );
    expect(withConditions({ $dow: [7] }, 'redemption.day_of_week')[0]).toMatch(/^1.conditions.\$dow/);
    expect(withConditions({ $dow: ['MONDAY'] }, 'redemption.day_of_week')[0]).toMatch(/^1.conditions.\$dow/);
    for (const hours of ['9:00/17:00', '09:00-17:00', '09:00/25:00', '24:00/09:00', '09:60/10:00', '09:00'])
      expect(withConditions({ $timeframe_daily_hours: [hours] }, 'redemption.hours')[0]).toMatch(
        /two times of day/,
      );
    for (const interval of ['2026-02-01/2026-01-01', '2026-01-01', 'a/b', '2026-01-01/2026-02-01/2026-03-01'])
      expect(withConditions({ $timeframe_absolute: [interval] }, 'redemption.date')[0]).toMatch(
        /two moments/,
      );
    for (const moment of ['soon', '2026-01-01T24:00:00', 5])
      expect(withConditions({ $after: [moment] }, 'redemption.date')[0]).toMatch(/ISO 8601/);
    expect(withConditions({ $is: ['mug'] }, 'order.items.any')[0]).toMatch(/^1.conditions.\$is.0/);
    const collection = { id: 'pc_1', type: 'products_collection', object: 'products_collection' };
    expect(withConditions({ $is: [collection] }, 'order.items.any')[0]).toMatch(/Docket has no collections/);
    expect(withConditions({ $is: [''] }, 'customer.segment')[0]).toMatch(/^1.conditions.\$is.0/);
  });

  it('name the key of metadata exactly where they are about one', () => {
    expect(wrong({ 1: { name: 'order.metadata', conditions: { $is: ['a'] } } })).toEqual([
      '1.property: expected the key of the metadata',
    ]);
    expect(wrong({ 1: { ...amount, property: 'a' } })).toEqual(['1.property: does not fit order.amount']);
  });

  it('are told all that is wrong at once', () => {
    const all = wrong({
      1: { name: 'order.weight' },
      2: { ...amount, conditions: { $dow: [1] } },
      logic: '1 AND (3',
    });
    expect(all.map((one) => one.split(':')[0])).toEqual(['1.name', '2.conditions.$dow', 'logic']);
  });
});

describe('a violation', () => {
  const violation = (rules: Record<string, unknown>) => findViolation(RuleSetInput.parse(rules), factsOf());
  const message = { error: { message: 'Spend more' } };

  it('is called by what the first failing rule is about, with what that says', () => {
    expect(violation({ 1: { ...amount, ...message }, 2: segment })).toEqual({
      key: 'order_rules_violated',
      rule: 'order.amount',
      message: 'Spend more',
    });
    expect(violation({ 1: amount, 2: segment, logic: '2 AND 1' })).toEqual({
      key: 'customer_rules_violated',
      rule: 'customer.segment',
      message: undefined,
    });
    const never = { name: 'redemption.count.total', conditions: { $less_than: [1] } };
    expect(violation({ 1: never })?.key).toBe('redemption_rules_violated');
    const always = { name: 'order.amount', conditions: { $is: [0] } };
    expect(violation({ 1: amount, 2: always, logic: '1 OR 2' })).toBeUndefined();
    expect(violation({ 1: always, 2: never, 3: segment, logic: '1 AND (2 OR 3)' })?.rule).toBe(never.name);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RuleFacts } from '../../../worker/validation-rules/engine/conditions/facts.ts';
import { findViolation, steadyUses } from '../../../worker/validation-rules/engine/evaluate.ts';
import { RuleSetInput } from '../../../worker/validation-rules/engine/rule-set.ts';
import { cart, factsOf, holds, line } from './facts.ts';

/** For each rule about a number, facts in which it is that number. */
const numberRules: Record<string, (n: number) => RuleFacts> = {
  'order.amount': (amount) => factsOf({ order: { amount } }),
  'order.initial_amount': (initialAmount) => factsOf({ order: { initialAmount } }),
  'order.total_amount': (totalAmount) => factsOf({ order: { totalAmount } }),
  'order.items.count': (n) => cart(...Array.from({ length: n }, () => line('mug', 450, 3))),
  'order.items.aggregated_quantity': (n) => cart(line('mug', 450, n - 2), line('bag', 50, 2)),
  'order.items.aggregated_amount': (n) => cart(line('mug', n - 5), line('bag', 1, 5), { quantity: 1 }),
  'order.items.price_any': (n) => cart(line('mug', n, 2), { quantity: 1 }),
  'order.items.price_each': (n) => cart(line('mug', n, 2), line('bag', n)),
  'redemption.count.total': (total) => factsOf({ uses: { total } }),
  'redemption.count.daily': (day) => factsOf({ uses: { day } }),
  'redemption.count.monthly': (month) => factsOf({ uses: { month } }),
  'redemption.count.per_customer': (customer) => factsOf({ uses: { customer } }),
  'redemption.total_discount_amount': (amount) => factsOf({ uses: { amount } }),
};

/** Whether each operator with the value 10 fits 9, 10 and 11. */
const boundaries: Record<string, [below: boolean, equal: boolean, above: boolean]> = {
  $is: [false, true, false],
  $in: [false, true, false],
  $is_not: [true, false, true],
  $not_in: [true, false, true],
  $less_than: [true, false, false],
  $less_than_or_equal: [true, true, false],
  $more_than: [false, false, true],
  $more_than_or_equal: [false, true, true],
};

describe.each(Object.entries(numberRules))('%s', (name, factsAt) => {
  it.each(Object.entries(boundaries))('%s: below, equal, above', (operator, expected) => {
    const setting = { name, conditions: { [operator]: [10] } };
    expect([9, 10, 11].map((n) => holds(setting, factsAt(n)))).toEqual(expected);
  });

  it('must fit every one of its operators, and one of the alternatives', () => {
    const between = { name, conditions: { $more_than: [9], $less_than: [11] } };
    expect([9, 10, 11].map((n) => holds(between, factsAt(n)))).toEqual([false, true, false]);
    const some = { name, conditions: { $in: [9, 11] } };
    expect([9, 10, 11].map((n) => holds(some, factsAt(n)))).toEqual([true, false, true]);
  });
});

describe('a rule', () => {
  it('about an order or a customer does not hold where there is none, whatever its operator', () => {
    const none = factsOf({ order: undefined, customer: undefined });
    for (const name of Object.keys(numberRules).filter((one) => one.startsWith('order.')))
      for (const conditions of [{ $less_than: [10] }, { $is_not: [10] }])
        expect([name, holds({ name, conditions }, none)]).toEqual([name, false]);
    expect(holds({ name: 'order.items.none', conditions: { $is: [{ id: 'mug' }] as unknown[] } }, none)).toBe(
      false,
    );
    expect(holds({ name: 'order.metadata', property: 'a', conditions: { $is_not: ['x'] } }, none)).toBe(
      false,
    );
    expect(holds({ name: 'customer.metadata', property: 'a', conditions: { $is_not: ['x'] } }, none)).toBe(
      false,
    );
    expect(holds({ name: 'customer.segment', conditions: { $is_not: ['seg_1'] } }, none)).toBe(false);
    const once = { name: 'redemption.count.per_customer', conditions: { $less_than_or_equal: [1] } };
    expect(holds(once, none)).toBe(false);
  });

  it('about prices needs them: of every line, or of any', () => {
    const some = cart(line('mug', 5), { quantity: 1 });
    expect(holds({ name: 'order.items.price_each', conditions: { $is: [5] } }, some)).toBe(false);
    expect(holds({ name: 'order.items.price_any', conditions: { $is: [5] } }, some)).toBe(true);
    expect(holds({ name: 'order.items.price_each', conditions: { $is_not: [5] } }, cart())).toBe(false);
  });
});

const operators = fc.dictionary(
  fc.constantFrom(...Object.keys(boundaries)),
  fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 1 }),
  { minKeys: 1, maxKeys: 3 },
);
const limit = fc.record({
  name: fc.constantFrom('redemption.count.total', 'redemption.count.daily'),
  conditions: operators,
});

describe('steady uses', () => {
  it('are those around the present ones for which all rules are decided alike, and as many as there are', () => {
    fc.assert(
      fc.property(limit, fc.integer({ min: 0, max: 12 }), (setting, now) => {
        const rules = RuleSetInput.parse({ 1: setting });
        const at = (n: number) => factsOf({ uses: { total: n, day: n } });
        const decided = (n: number) => findViolation(rules, at(n)) === undefined;
        const [{ min, max } = { min: 0, max: 0 }] = steadyUses(rules, at(now).uses);
        expect(min).toBeLessThanOrEqual(now);
        expect(max).toBeGreaterThanOrEqual(now);
        for (let n = Math.max(min, -2); n <= Math.min(max, 15); n += 1) expect(decided(n)).toBe(decided(now));
      }),
      { numRuns: 500 },
    );
  });

  it('reach to the limit, and begin again beyond it', () => {
    const rules = RuleSetInput.parse({
      1: { name: 'redemption.count.total', conditions: { $less_than_or_equal: [10] } },
    });
    const at = (total: number) => steadyUses(rules, factsOf({ uses: { total } }).uses)[0];
    expect(at(1)).toEqual({ use: 'total', min: Number.MIN_SAFE_INTEGER, max: 10 });
    expect(at(10)?.max).toBe(10);
    expect(at(11)).toEqual({ use: 'total', min: 11, max: Number.MAX_SAFE_INTEGER });
  });
});

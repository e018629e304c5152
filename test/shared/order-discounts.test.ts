import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_AMOUNT, percentOf, splitAmount } from '../../shared/money.ts';
import { orderTotals } from '../../shared/orders/order-totals.ts';
import { Discount, type EffectiveDiscount } from '../../shared/vouchers/discounts.ts';
import {
  applyDiscount,
  type DiscountedOrder,
  effectiveDiscount,
  withDiscount,
} from '../../worker/redeeming/engine/order-discounts.ts';

const amount = fc.oneof(fc.nat(20), fc.nat(100_000), fc.maxSafeNat());
const positive = amount.map((value) => Math.max(1, value));
const percent = fc.integer({ min: 1, max: 1_000_000 }).map((units) => units / 10_000);
const discount: fc.Arbitrary<EffectiveDiscount> = fc.oneof(
  fc.record({
    type: fc.constant('AMOUNT' as const),
    amount_off: positive,
    effect: fc.constantFrom(
      'APPLY_TO_ORDER' as const,
      'APPLY_TO_ITEMS' as const,
      'APPLY_TO_ITEMS_PROPORTIONALLY' as const,
    ),
  }),
  fc.record(
    {
      type: fc.constant('PERCENT' as const),
      percent_off: percent,
      amount_limit: positive,
      effect: fc.constantFrom('APPLY_TO_ORDER' as const, 'APPLY_TO_ITEMS' as const),
    },
    { requiredKeys: ['type', 'percent_off', 'effect'] },
  ),
);

/** Lines whose amounts make the order's, some of them already discounted, some beyond what they cost. */
const order: fc.Arbitrary<DiscountedOrder> = fc.oneof(
  fc
    .record({
      discount: fc.nat(500),
      lines: fc.array(fc.record({ amount: fc.nat(10_000), discount: fc.nat(300) }), { maxLength: 12 }),
    })
    .map((fields) => ({ ...fields, amount: fields.lines.reduce((sum, line) => sum + line.amount, 0) })),
  fc.record({
    amount,
    discount: fc.nat(500),
    lines: fc.array(
      fc.record({ amount: fc.option(fc.nat(10_000), { nil: undefined }), discount: fc.nat(300) }),
      { maxLength: 12 },
    ),
  }),
);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const totalsOf = ({ amount: itemsAmount, discount: discountAmount, lines }: DiscountedOrder) =>
  orderTotals({
    itemsAmount,
    sentAmount: null,
    discountAmount,
    itemsDiscountAmount: sum(lines.map((line) => line.discount)),
  });

describe('a stack of discounts', () => {
  it('takes off exactly what its parts say, and never more than there is', () => {
    fc.assert(
      fc.property(order, fc.array(discount, { minLength: 1, maxLength: 30 }), (start, stack) => {
        let state = start;
        let taken = 0;
        for (const one of stack) {
          const parts = applyDiscount(state, one);
          expect(parts.lines).toHaveLength(state.lines.length);
          const next = withDiscount(state, parts);
          const part = parts.order + sum(parts.lines);
          for (const value of [parts.order, ...parts.lines]) {
            expect(Number.isSafeInteger(value)).toBe(true);
            expect(value).toBeGreaterThanOrEqual(0);
          }
          for (const [index, line] of state.lines.entries()) {
            const left = Math.max(0, (line.amount ?? 0) - line.discount);
            expect(parts.lines[index]).toBeLessThanOrEqual(left);
          }
          expect(totalsOf(next).totalAmount).toBe(totalsOf(state).totalAmount - part);
          taken += part;
          state = next;
        }
        expect(totalsOf(start).totalAmount - totalsOf(state).totalAmount).toBe(taken);
      }),
    );
  });

  it('keeps to the limit of each', () => {
    fc.assert(
      fc.property(order, discount, (start, one) => {
        const { order: ofOrder, lines } = applyDiscount(start, one);
        const part = ofOrder + sum(lines);
        if (one.type === 'PERCENT' && one.amount_limit !== undefined)
          expect(part).toBeLessThanOrEqual(one.amount_limit);
        if (one.type === 'AMOUNT' && one.effect !== 'APPLY_TO_ITEMS')
          expect(part).toBeLessThanOrEqual(one.amount_off);
        if (one.effect === 'APPLY_TO_ORDER') expect(sum(lines)).toBe(0);
        else expect(ofOrder).toBe(0);
      }),
    );
  });
});

const plain = (...amounts: number[]): DiscountedOrder => ({
  amount: sum(amounts),
  discount: 0,
  lines: amounts.map((value) => ({ amount: value, discount: 0 })),
});
const off = (start: DiscountedOrder, one: unknown) =>
  applyDiscount(start, effectiveDiscount(Discount.parse(one), false));

describe('an amount', () => {
  it('is taken off the order, up to what is left', () => {
    const amounts = [999, 1000, 1001].map((amount_off) =>
      off(plain(600, 400), { type: 'AMOUNT', amount_off }),
    );
    expect(amounts.map((parts) => parts.order)).toEqual([999, 1000, 1000]);
    expect(amounts[0]?.lines).toEqual([0, 0]);
  });

  it('is taken off every line, up to what is left of each', () => {
    const effect = 'APPLY_TO_ITEMS';
    expect(off(plain(600, 400), { type: 'AMOUNT', amount_off: 399, effect }).lines).toEqual([399, 399]);
    expect(off(plain(600, 400), { type: 'AMOUNT', amount_off: 400, effect }).lines).toEqual([400, 400]);
    expect(off(plain(600, 400), { type: 'AMOUNT', amount_off: 401, effect }).lines).toEqual([401, 400]);
  });

  it('is divided by what the lines cost, the units left over by the largest remainders', () => {
    const effect = 'APPLY_TO_ITEMS_PROPORTIONALLY';
    expect(off(plain(2000, 8000), { type: 'AMOUNT', amount_off: 1000, effect }).lines).toEqual([200, 800]);
    expect(off(plain(1, 1, 1), { type: 'AMOUNT', amount_off: 2, effect }).lines).toEqual([1, 1, 0]);
    expect(off(plain(100, 100, 100), { type: 'AMOUNT', amount_off: 100, effect }).lines).toEqual([
      34, 33, 33,
    ]);
    expect(off(plain(10, 20, 30), { type: 'AMOUNT', amount_off: 61, effect }).lines).toEqual([10, 20, 30]);
  });

  it('leaves lines alone whose amount is not known', () => {
    const start = {
      amount: 1000,
      discount: 0,
      lines: [
        { amount: undefined, discount: 0 },
        { amount: 50, discount: 20 },
      ],
    };
    const lines = [0, 30];
    expect(off(start, { type: 'AMOUNT', amount_off: 100, effect: 'APPLY_TO_ITEMS' }).lines).toEqual(lines);
    expect(
      off(start, { type: 'AMOUNT', amount_off: 100, effect: 'APPLY_TO_ITEMS_PROPORTIONALLY' }).lines,
    ).toEqual(lines);
  });
});

describe('a percentage', () => {
  it('is rounded half up, once for the order and once for each line', () => {
    const half = (value: number, effect: string) =>
      off(plain(value, value), { type: 'PERCENT', percent_off: 50, effect });
    expect(half(1, 'APPLY_TO_ITEMS').lines).toEqual([1, 1]);
    expect(half(1, 'APPLY_TO_ORDER').order).toBe(1);
    expect(percentOf(1001, 0.05)).toBe(1);
    expect(percentOf(999, 0.05)).toBe(0);
    expect(percentOf(1000, 12.3456)).toBe(123);
    expect(percentOf(MAX_AMOUNT, 100)).toBe(MAX_AMOUNT);
    expect(percentOf(MAX_AMOUNT, 33.3333)).toBe(3002396749180579);
  });

  it('is taken of what is left by the discounts before it', () => {
    const first = off(plain(600, 400), { type: 'AMOUNT', amount_off: 500 });
    const state = withDiscount(plain(600, 400), first);
    expect(off(state, { type: 'PERCENT', percent_off: 10 }).order).toBe(50);
    expect(off(state, { type: 'PERCENT', percent_off: 10, effect: 'APPLY_TO_ITEMS' }).lines).toEqual([
      60, 40,
    ]);
    expect(off(state, { type: 'PERCENT', percent_off: 100, effect: 'APPLY_TO_ITEMS' }).lines).toEqual([
      300, 200,
    ]);
  });

  it('keeps to its limit in all, divided among the lines', () => {
    const limited = (amount_limit: number, effect: string) =>
      off(plain(1000, 3000), { type: 'PERCENT', percent_off: 10, amount_limit, effect });
    expect([399, 400, 401].map((limit) => limited(limit, 'APPLY_TO_ORDER').order)).toEqual([399, 400, 400]);
    expect([399, 400, 401].map((limit) => limited(limit, 'APPLY_TO_ITEMS').lines)).toEqual([
      [100, 299],
      [100, 300],
      [100, 300],
    ]);
  });
});

describe('an amount in parts', () => {
  it('adds up, and differs from the exact share by less than one unit', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.array(fc.nat(10_000), { maxLength: 50 }), (whole, weights) => {
        const parts = splitAmount(whole, weights);
        const total = sum(weights);
        expect(sum(parts)).toBe(Math.min(whole, total));
        for (const [index, weight] of weights.entries())
          expect(
            Math.abs((parts[index] ?? 0) - (Math.min(whole, total) * weight) / (total || 1)),
          ).toBeLessThan(1);
      }),
    );
  });
});

describe('the definition of a discount', () => {
  it.each([
    ['another type', { type: 'UNIT', unit_off: 1 }],
    ['no type', { percent_off: 5 }],
    ['no amount', { type: 'AMOUNT' }],
    ['an amount of nothing', { type: 'AMOUNT', amount_off: 0 }],
    ['a negative amount', { type: 'AMOUNT', amount_off: -1 }],
    ['half a unit', { type: 'AMOUNT', amount_off: 1.5 }],
    ['more than exact amounts', { type: 'AMOUNT', amount_off: MAX_AMOUNT + 1 }],
    ['no percentage', { type: 'PERCENT', percent_off: 0 }],
    ['more than all', { type: 'PERCENT', percent_off: 100.0001 }],
    ['five digits after the point', { type: 'PERCENT', percent_off: 1.00001 }],
    ['a limit of nothing', { type: 'PERCENT', percent_off: 1, amount_limit: 0 }],
    ['an effect by quantity', { type: 'AMOUNT', amount_off: 1, effect: 'APPLY_TO_ITEMS_BY_QUANTITY' }],
    [
      'a percentage in proportion',
      { type: 'PERCENT', percent_off: 1, effect: 'APPLY_TO_ITEMS_PROPORTIONALLY' },
    ],
    ['a formula', { type: 'AMOUNT', amount_off: 1, amount_off_formula: '2 * 2' }],
  ])('refuses %s', (_, raw) => {
    expect(Discount.safeParse(raw).success).toBe(false);
  });

  it('applies to the lines that rules limit it to, else to the order, unless it says otherwise', () => {
    const plain = Discount.parse({ type: 'PERCENT', percent_off: 100 });
    expect(plain).toEqual({ type: 'PERCENT', percent_off: 100 });
    expect(effectiveDiscount(plain, false).effect).toBe('APPLY_TO_ORDER');
    expect(effectiveDiscount(plain, true).effect).toBe('APPLY_TO_ITEMS');
    const whole = { ...plain, effect: 'APPLY_TO_ORDER' as const };
    expect(effectiveDiscount(whole, true)).toEqual(whole);
    expect(Discount.parse({ type: 'PERCENT', percent_off: 0.0001 })).toMatchObject({ percent_off: 0.0001 });
  });
});

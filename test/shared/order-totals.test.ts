import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideHalfUp, MAX_AMOUNT } from '../../shared/money.ts';
import {
  AmountOverflow,
  orderTotals,
  priceItem,
  subtotalAmount,
  sumItems,
} from '../../shared/orders/order-totals.ts';
import { OrderItemInput } from '../../shared/orders/orders.ts';

const amount = fc.oneof(fc.nat(1000), fc.maxSafeNat());
const optional = (value: fc.Arbitrary<number>) => fc.option(value, { nil: undefined });
const line = fc
  .record({
    quantity: fc.nat(100),
    price: optional(fc.nat(10_000)),
    amount: optional(fc.nat(10_000)),
    discount_amount: optional(fc.nat(500)),
  })
  .map((fields) => OrderItemInput.parse(JSON.parse(JSON.stringify(fields))));

describe('the totals of an order', () => {
  it('never leave the range of exact amounts, and add up', () => {
    fc.assert(
      fc.property(
        fc.option(amount),
        fc.option(amount),
        amount,
        amount,
        (itemsAmount, sentAmount, discountAmount, itemsDiscountAmount) => {
          const totals = orderTotals({ itemsAmount, sentAmount, discountAmount, itemsDiscountAmount });
          expect(totals.amount).toBe(itemsAmount ?? sentAmount ?? 0);
          expect(totals.totalAmount + totals.totalDiscountAmount).toBe(totals.amount);
          expect(totals.totalAmount).toBeGreaterThanOrEqual(0);
          expect(totals.totalDiscountAmount).toBeLessThanOrEqual(totals.amount);
        },
      ),
    );
  });

  it('are the sum of the lines exactly where every line has an amount', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const priced = lines.map(priceItem);
        const { itemsAmount, itemsDiscountAmount } = sumItems(priced);
        const isComplete =
          lines.length > 0 && lines.every(({ price, amount: sent }) => (price ?? sent) !== undefined);
        const costOf = ({ price, quantity, amount: sent }: OrderItemInput) =>
          price === undefined ? sent : price * quantity;
        const expected = lines.reduce((sum, item) => sum + (costOf(item) ?? 0), 0);
        expect(itemsAmount).toBe(isComplete ? expected : null);
        const offOf = (item: OrderItemInput) => Math.min(item.discount_amount ?? 0, costOf(item) ?? Infinity);
        expect(itemsDiscountAmount).toBe(lines.reduce((sum, item) => sum + offOf(item), 0));
      }),
    );
  });

  it('do not change when priced lines are priced again, to the letter', () => {
    fc.assert(
      fc.property(line, (item) => {
        const once = OrderItemInput.parse(priceItem(item, 0));
        expect(JSON.stringify(priceItem(once, 0))).toBe(JSON.stringify(priceItem(item, 0)));
      }),
    );
  });

  it('say which field overflows', () => {
    const overflow = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        if (error instanceof AmountOverflow) return error.path;
      }
      return undefined;
    };
    const item = OrderItemInput.parse({ price: MAX_AMOUNT, discount_amount: MAX_AMOUNT });
    expect(overflow(() => priceItem({ ...item, quantity: 2 }, 3))).toBe('items[3].amount');
    const priced = priceItem(item, 0);
    expect(overflow(() => sumItems([priced]))).toBeUndefined();
    expect(
      overflow(() =>
        sumItems([
          { ...priced, discount_amount: 0 },
          { ...priced, discount_amount: 0 },
        ]),
      ),
    ).toBe('amount');
    expect(overflow(() => sumItems([priced, { ...priced, amount: 0, discount_amount: 1 }]))).toBe(
      'items_discount_amount',
    );
  });

  it('leave a subtotal of at least 0, and none where the amount is unknown', () => {
    expect(subtotalAmount({ amount: 100, discount_amount: 99 })).toBe(1);
    expect(subtotalAmount({ amount: 100, discount_amount: 101 })).toBe(0);
    expect(subtotalAmount({ discount_amount: 5 })).toBeUndefined();
  });
});

describe('division that rounds half up', () => {
  it('is exact where floating point is not', () => {
    expect(divideHalfUp(MAX_AMOUNT, 1)).toBe(MAX_AMOUNT);
    expect([divideHalfUp(1, 2), divideHalfUp(4, 3), divideHalfUp(5, 3), divideHalfUp(0, 7)]).toEqual([
      1, 1, 2, 0,
    ]);
  });
});

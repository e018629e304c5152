import { percentOf, splitAmount } from '../../../shared/money.ts';
import { orderTotals } from '../../../shared/orders/order-totals.ts';
import type { Discount, EffectiveDiscount } from '../../../shared/vouchers/discounts.ts';

/*
 * Calculates what a discount takes off an order, exact to the smallest unit.
 *
 * Rounding happens in one way: a percentage is rounded half up, once for what it is taken of (the order, or
 * each line), and an amount that is divided among lines goes by their shares rounded down, the units that are
 * left one each to the lines of the largest remainders, the earlier of equal ones first. So the parts always
 * add up to the whole.
 */

/**
 * A line as a discount sees it: `amount` undefined where it is not known, `discount` what was taken off so
 * far.
 */
interface DiscountedLine {
  amount: number | undefined;
  discount: number;
}

/** An order as a discount sees it; `discount` is what was taken off it, not off its lines. Minor units. */
export interface DiscountedOrder {
  amount: number;
  discount: number;
  lines: readonly DiscountedLine[];
}

/** The amounts that one discount takes off the order itself, and off each line. */
export interface DiscountParts {
  order: number;
  lines: readonly number[];
}

/**
 * The discount with the effect that it has where none was given: off the lines where rules limit it to some, else off the
 * order.
 */
export function effectiveDiscount(discount: Discount, isLimited: boolean): EffectiveDiscount {
  const { effect = isLimited ? 'APPLY_TO_ITEMS' : 'APPLY_TO_ORDER' } = discount;
  return { ...discount, effect } as EffectiveDiscount;
}

/** Sums up the parts, of the order and of its lines. */
export const amountsOf = ({ order, lines }: DiscountParts) => ({
  discountAmount: order,
  itemsDiscountAmount: sum(lines),
});

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** Calculates what is left to be paid, the most that another discount can take off. */
const remainingAmount = ({ amount, discount, lines }: DiscountedOrder): number =>
  orderTotals({
    itemsAmount: amount,
    sentAmount: null,
    discountAmount: discount,
    itemsDiscountAmount: sum(lines.map((line) => line.discount)),
  }).totalAmount;

const lineRemaining = ({ amount = 0, discount }: DiscountedLine): number => Math.max(0, amount - discount);

/** Calculates what the discount would take off an amount, if nothing limited it. */
const shareOf = (discount: EffectiveDiscount, amount: number): number =>
  discount.type === 'AMOUNT'
    ? Math.min(discount.amount_off, amount)
    : percentOf(amount, discount.percent_off);

/**
 * Applies the discount to the order as others have left it. It takes off never more than is left of the
 * order, of a line, or than its limit.
 *
 * APPLY_TO_ORDER takes it off what is left of the whole. APPLY_TO_ITEMS takes `amount_off` or `percent_off`
 * off each line whose amount is known. APPLY_TO_ITEMS_PROPORTIONALLY divides `amount_off` among them by what
 * is left of each. Where lines together would exceed the limit or what is left of the order, that is divided
 * in proportion to what they would have taken.
 */
export function applyDiscount(order: DiscountedOrder, discount: EffectiveDiscount): DiscountParts {
  const remaining = remainingAmount(order);
  const most =
    discount.type === 'PERCENT' ? Math.min(discount.amount_limit ?? remaining, remaining) : remaining;
  if (discount.effect === 'APPLY_TO_ORDER') {
    return { order: Math.min(shareOf(discount, remaining), most), lines: order.lines.map(() => 0) };
  }
  const left = order.lines.map(lineRemaining);
  if (discount.effect === 'APPLY_TO_ITEMS_PROPORTIONALLY')
    return { order: 0, lines: splitAmount(Math.min(discount.amount_off, most), left) };
  const shares = left.map((amount) => shareOf(discount, amount));
  return { order: 0, lines: splitAmount(most, shares) };
}

/** Takes a discount off the order. */
export const withDiscount = (order: DiscountedOrder, parts: DiscountParts): DiscountedOrder => ({
  ...order,
  discount: order.discount + parts.order,
  lines: order.lines.map((line, index) => ({
    ...line,
    discount: line.discount + (parts.lines[index] ?? 0),
  })),
});

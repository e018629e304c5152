import { MAX_AMOUNT } from '../money.ts';
import type { OrderItemInput } from './orders.ts';

/** An order line with its amount worked out: what is stored, and what `subtotal_amount` is derived from. */
export type PricedItem = Omit<OrderItemInput, 'applied_discount_amount'>;

/** What the totals of an order rest on: kept by SQL as columns, so that a partial update needs no reading. */
export interface TotalsInput {
  /** Sum of the lines' amounts, or null unless there is a line and every line has an amount. */
  itemsAmount: number | null;
  /** The order's `amount` as last sent, or null if it never was. */
  sentAmount: number | null;
  discountAmount: number;
  itemsDiscountAmount: number;
}

export interface Totals {
  amount: number;
  totalDiscountAmount: number;
  totalAmount: number;
}

/** Thrown when lines or their sum exceed 2^53 - 1; `path` names the field, as in `items[3].amount`. */
export class AmountOverflow extends RangeError {
  readonly path: string;
  constructor(path: string) {
    super(`must not exceed ${MAX_AMOUNT}`);
    this.path = path;
  }
}

/**
 * The line with `price` and `amount` filled in. The price is the line's own, else the inline SKU's, else
 * the inline product's; where one is known `amount` is price x quantity, else it stays as sent. The line is not
 * discounted by more than that. A priced line stays the same when priced again, to the order of its fields,
 * which is how an unchanged line is recognised.
 * @throws AmountOverflow
 */
export function priceItem(item: OrderItemInput, index: number): PricedItem {
  const { price: own, amount: sent, applied_discount_amount: _, ...line } = item;
  const price = own ?? item.sku?.price ?? item.product?.price;
  const amount = price === undefined ? sent : price * item.quantity;
  if (amount === undefined) return line;
  if (amount > MAX_AMOUNT) throw new AmountOverflow(`items[${index}].amount`);
  if (line.discount_amount !== undefined) line.discount_amount = Math.min(line.discount_amount, amount);
  return { ...line, ...(price !== undefined && { price }), amount };
}

/**
 * The two sums that an order's totals take from its lines.
 * @throws AmountOverflow
 */
export function sumItems(items: readonly PricedItem[]): {
  itemsAmount: number | null;
  itemsDiscountAmount: number;
} {
  let itemsAmount: number | null = items.length > 0 ? 0 : null;
  let itemsDiscountAmount = 0;
  for (const item of items) {
    itemsDiscountAmount += item.discount_amount ?? 0;
    if (itemsAmount !== null) itemsAmount = item.amount === undefined ? null : itemsAmount + item.amount;
    if (itemsDiscountAmount > MAX_AMOUNT) throw new AmountOverflow('items_discount_amount');
    if (itemsAmount !== null && itemsAmount > MAX_AMOUNT) throw new AmountOverflow('amount');
  }
  return { itemsAmount, itemsDiscountAmount };
}

/** A line's amount after its own discount, never below 0; undefined where the amount is unknown. */
export const subtotalAmount = (item: {
  amount?: number | undefined;
  discount_amount?: number | undefined;
}) => (item.amount === undefined ? undefined : Math.max(0, item.amount - (item.discount_amount ?? 0)));

/** What is off in all, of the order and its lines, never more than the order's amount. */
export const totalOff = (amount: number, discountAmount: number, itemsDiscountAmount: number): number => {
  const discounts = BigInt(itemsDiscountAmount) + BigInt(discountAmount);
  return discounts < BigInt(amount) ? Number(discounts) : amount;
};

/** The totals of an order, in minor units. The generated columns of `orders` say the same in SQL. */
export function orderTotals(input: TotalsInput): Totals {
  const amount = input.itemsAmount ?? input.sentAmount ?? 0;
  const totalDiscountAmount = totalOff(amount, input.discountAmount, input.itemsDiscountAmount);
  return { amount, totalDiscountAmount, totalAmount: amount - totalDiscountAmount };
}

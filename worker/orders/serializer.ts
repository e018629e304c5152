import type { CustomerReference } from '../../shared/customers/customers.ts';
import { subtotalAmount, totalOff } from '../../shared/orders/order-totals.ts';
import type { Order, OrderItem } from '../../shared/orders/orders.ts';
import { OrderAmounts } from '../../shared/redemptions/validations.ts';
import { formatTimestamp } from '../../shared/times.ts';
import { appliedTo, type StoredItem } from './engine/applied-discounts.ts';
import { toRedemptions } from './order-redemptions.ts';
import { toSentFields } from './stores/columns-store.ts';
import type { OrderRow } from './stores/store.ts';

/** Adds to the parsed line what it lacks; nobody else holds it. */
function toItem(item: StoredItem): OrderItem {
  const subtotal = subtotalAmount(item);
  const line: OrderItem & StoredItem = Object.assign(item, { object: 'order_item' as const });
  if (line.applied) {
    line.applied_discount_amount = appliedTo(line);
    delete line.own;
    delete line.applied;
  }
  if (subtotal !== undefined) line.subtotal_amount = subtotal;
  return line;
}

/** `person` is the JSON array of source_id, name and email that the store selects. */
export function toReference(id: string, person: string): CustomerReference {
  const [sourceId, name, email]: (string | null)[] = JSON.parse(person);
  return {
    id,
    object: 'customer',
    ...(typeof sourceId === 'string' && { source_id: sourceId }),
    ...(typeof name === 'string' && { name }),
    ...(typeof email === 'string' && { email }),
  };
}

/**
 * A stored order as the API answers it. A customer who was deleted is gone at once, though the row still has
 * the id.
 */
export function toOrder(row: OrderRow): Order {
  const items: StoredItem[] = JSON.parse(row.items);
  const { customerId, customer, referrerId, referrer, redemptions } = row;
  // A reply that was kept before vouchers came does not have them.
  const { appliedDiscountAmount: applied = 0, itemsAppliedDiscountAmount: itemsApplied = 0 } = row;
  return {
    id: row.id,
    object: 'order',
    ...toSentFields(row),
    updated_at: row.updatedAt === null ? null : formatTimestamp(row.updatedAt),
    amount: row.amount,
    initial_amount: row.initialAmount,
    discount_amount: row.discountAmount,
    items_discount_amount: row.itemsDiscountAmount,
    total_discount_amount: row.totalDiscountAmount,
    total_amount: row.totalAmount,
    applied_discount_amount: applied,
    items_applied_discount_amount: itemsApplied,
    total_applied_discount_amount: totalOff(row.amount, applied, itemsApplied),
    items: items.map(toItem),
    metadata: JSON.parse(row.metadata),
    customer_id: customer === null ? null : customerId,
    ...(customerId !== null && customer !== null && { customer: toReference(customerId, customer) }),
    referrer_id: referrer === null ? null : referrerId,
    ...(referrerId !== null && referrer !== null && { referrer: toReference(referrerId, referrer) }),
    ...(redemptions && { redemptions: toRedemptions(redemptions) }),
  };
}

/**
 * The discounts of some redemptions on an order, and on its lines, which know them by id while they are in
 * effect.
 */
export interface OwnDiscounts {
  redemptions: readonly string[];
  discountAmount: number;
  itemsDiscountAmount: number;
}

/**
 * An order as a redemption shows it: the amounts and lines as they are, but `applied_*` of this redemption
 * alone.
 */
export function toOrderOf(row: OrderRow, own: OwnDiscounts): Order {
  const { redemptions, discountAmount, itemsDiscountAmount } = own;
  const items: StoredItem[] = JSON.parse(row.items);
  const applied = items.map((item) => appliedTo(item, redemptions));
  const order = toOrder(row);
  return {
    ...order,
    applied_discount_amount: discountAmount,
    items_applied_discount_amount: itemsDiscountAmount,
    total_applied_discount_amount: totalOff(row.amount, discountAmount, itemsDiscountAmount),
    items: order.items.map(({ applied_discount_amount: _, ...item }, index) => ({
      ...item,
      ...(applied[index] && { applied_discount_amount: applied[index] }),
    })),
  };
}

const amountFields = OrderAmounts.keyof().options;

/** The amounts, lines and customer of an order without what else is in it. */
export const toAmounts = (order: Order): OrderAmounts =>
  Object.fromEntries(amountFields.map((field) => [field, order[field]])) as Pick<
    Order,
    (typeof amountFields)[number]
  >;

import type { Database } from '../database.ts';
import { type OrderRow, peopleThere } from './store.ts';

/** A kept reply without the people who were deleted since. */
export async function withoutGone(database: Database, order: OrderRow): Promise<OrderRow> {
  if (order.customerId === null && order.referrerId === null) return order;
  const there = await database.first(peopleThere(order));
  return {
    ...order,
    customer: there?.customerId ? order.customer : null,
    referrer: there?.referrerId ? order.referrer : null,
  };
}

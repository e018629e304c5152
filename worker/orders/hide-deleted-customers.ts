import type { Database } from '../database.ts';
import { type OrderRow, peopleThere } from './stores/store.ts';

/** Removes people who were deleted since from a kept reply. */
export async function hideDeletedCustomers(database: Database, order: OrderRow): Promise<OrderRow> {
  if (order.customerId === null && order.referrerId === null) return order;
  const there = await database.first(peopleThere(order));
  return {
    ...order,
    customer: there?.customerId ? order.customer : null,
    referrer: there?.referrerId ? order.referrer : null,
  };
}

import { type SQL, sql } from 'drizzle-orm';
import { seqOf } from './seq-of.ts';

/**
 * Selects from the present customer or referrer, as `w.role` says, of the order that a row `w` names by `orderId`, else by
 * `orderSourceId`.
 * @param selected an expression over `customers`
 */
export const personOfOrder = (selected: SQL): SQL => sql`SELECT ${selected} FROM orders JOIN customers
  ON customers.id = CASE w.role WHEN 'customer' THEN orders.customer_id ELSE orders.referrer_id END
  WHERE orders.seq = ${seqOf('orders', sql`w.orderId`, sql`w.orderSourceId`)}`;

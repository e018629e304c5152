import { type SQL, sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { seqOf } from '../sql/seq-of.ts';

/** How many orders, redemptions and events one step of a removal takes. */
const ORDERS_AT_ONCE = 200;
const REDEMPTIONS_AT_ONCE = 500;
const EVENTS_AT_ONCE = 1000;

const ID = sql`${sql.placeholder('id')}`;
const limit = (rows: number): SQL => sql`LIMIT ${sql.raw(String(rows))}`;

/** What is there of a customer, by id, else by source_id. */
export const holdings = compile<
  { id: string },
  { id: string; orders: number; events: number; ofOrders: number; segments: number }
>(
  sql`SELECT id, all_orders_count + referred_orders_count - (SELECT count(*) FROM orders
        WHERE customer_id = customers.id AND +referrer_id = customers.id) AS orders,
      (SELECT count(*) FROM customer_events WHERE customer_id = customers.id) AS events,
      (SELECT count(order_seq) FROM customer_events WHERE customer_id = customers.id) AS "ofOrders",
      (SELECT count(*) FROM segment_customers WHERE segment_seq IN (SELECT seq FROM segments WHERE type = 'static')
        AND customer_seq = customers.seq) AS segments
    FROM customers WHERE seq = ${seqOf('customers', ID, ID)}`,
);

/** Notes that a customer's traces are to be removed; `eraseDay` and `eraseKey` say from which kept reply on, or null for none. */
export const noteRemoval = compile<{
  id: string;
  at: number;
  by: string;
  eraseDay: number | null;
  eraseKey: string | null;
}>(
  sql`INSERT INTO removed_customers (id, removed_at, removed_by, erase_day, erase_key)
    VALUES (${ID}, ${sql.placeholder('at')}, ${sql.placeholder('by')}, ${sql.placeholder('eraseDay')}, ${sql.placeholder('eraseKey')})
    ON CONFLICT (id) DO UPDATE SET erase_day = coalesce(excluded.erase_day, erase_day), erase_key = coalesce(excluded.erase_key, erase_key)`,
);

export const deleteProfile = compile<{ id: string }>(sql`DELETE FROM customers WHERE id = ${ID}`);

/** A removal that has not come to its end. */
export interface RemovalRow {
  id: string;
  at: number;
  by: string;
  eraseDay: number | null;
  eraseKey: string | null;
}

/** The oldest removal that has not come to its end, or that of one customer. */
export const pendingRemoval = compile<{ id: string | null }, RemovalRow>(
  sql`SELECT id, removed_at AS at, removed_by AS "by", erase_day AS "eraseDay", erase_key AS "eraseKey"
    FROM removed_customers WHERE id = coalesce(${ID}, id) ORDER BY removed_at LIMIT 1`,
);

const named = (column: string): SQL =>
  sql`SELECT * FROM (SELECT seq FROM orders WHERE ${sql.raw(column)} = ${ID} ${limit(ORDERS_AT_ONCE)})`;
const without = (column: string): SQL => sql`nullif(${sql.raw(column)}, ${ID})`;

/** Detaches the next orders that name the customer: each is a change, with its version and event. */
export const detachOrders = compile<{ id: string; at: number; by: string }>(
  sql`UPDATE orders SET customer_id = ${without('customer_id')}, referrer_id = ${without('referrer_id')},
      version = version + 1, updated_at = ${sql.placeholder('at')}, changed_by = ${sql.placeholder('by')}
    WHERE seq IN (${named('customer_id')} UNION ${named('referrer_id')})`,
);

/** Detaches the next redemptions of the customer. */
export const detachRedemptions = compile<{ id: string }>(
  sql`UPDATE redemptions SET customer_id = NULL WHERE seq IN (
    SELECT seq FROM redemptions WHERE customer_id = ${ID} ${limit(REDEMPTIONS_AT_ONCE)})`,
);

export const deleteEvents = compile<{ id: string }>(
  sql`DELETE FROM customer_events WHERE customer_id = ${ID} AND number IN (
    SELECT number FROM customer_events WHERE customer_id = ${ID} ${limit(EVENTS_AT_ONCE)})`,
);

/** Says how far the kept replies have been gone through; null when it is done. */
export const noteErased = compile<{ id: string; day: number | null; key: string | null }>(
  sql`UPDATE removed_customers SET erase_day = ${sql.placeholder('day')}, erase_key = ${sql.placeholder('key')}
    WHERE id = ${ID}`,
);

/** Ends a removal when nothing is left to do; a row is answered while there is. */
export const endRemoval = compile<{ id: string }>(
  sql`DELETE FROM removed_customers WHERE id = ${ID} AND erase_day IS NULL
    AND NOT EXISTS (SELECT 1 FROM orders WHERE customer_id = ${ID})
    AND NOT EXISTS (SELECT 1 FROM orders WHERE referrer_id = ${ID})
    AND NOT EXISTS (SELECT 1 FROM redemptions WHERE customer_id = ${ID})
    AND NOT EXISTS (SELECT 1 FROM customer_events WHERE customer_id = ${ID})`,
);

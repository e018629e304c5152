import { sql } from 'drizzle-orm';
import { compile } from '../database.ts';

export interface EventRow {
  version: number;
  type: string;
  createdAt: number;
  changes: string;
  keyId: string | null;
  keyName: string | null;
  appId: string | null;
}

const key = sql`keys.id AS "keyId", keys.name AS "keyName", keys.app_id AS "appId"`;
const orderSeq = sql`${sql.placeholder('orderSeq')}`;
const before = sql`${sql.placeholder('before')}`;

/** The changes of an order's first version. */
const creation = sql`json_array(json_object('field', 'status', 'new', logged_status))`;

/** The order's events older than version `before`, newest first; the first one is told by the order itself. */
export const eventsOfOrder = compile<{ orderSeq: number; before: number; limit: number }, EventRow>(
  sql`SELECT version, type, e.created_at AS "createdAt", changes, ${key} FROM (
      SELECT version, type, created_at, changes, key_id FROM order_events
      WHERE order_seq = ${orderSeq} AND version < ${before}
      UNION ALL
      SELECT 1 AS version, 'order.created', logged_at, ${creation}, logged_by FROM orders
      WHERE seq = ${orderSeq} AND ${before} > 1
      ORDER BY version DESC LIMIT ${sql.placeholder('limit')}
    ) AS e LEFT JOIN keys ON keys.id = e.key_id ORDER BY version DESC`,
);

/** An event of a customer: its own, or one of an order's, which `orderId` and `orderVersion` name. */
export interface CustomerEventRow extends Omit<EventRow, 'version'> {
  number: number;
  orderId: string | null;
  orderVersion: number | null;
}

/** What a customer's events are asked for by; null does not ask. Times are milliseconds, both inclusive. */
export type CustomerEventsWindow = {
  customerId: string;
  after: number | null;
  type: string | null;
  from: number | null;
  to: number | null;
  limit: number;
};

/** The customer's events beyond number `after`; those that other conditions leave out are read, too. */
const eventsOfCustomer = (isNewestFirst: boolean) =>
  compile<CustomerEventsWindow, CustomerEventRow>(
    sql`SELECT e.number, e.type, e.created_at AS "createdAt", orders.id AS "orderId", e.order_version AS "orderVersion",
        coalesce(e.changes, order_events.changes, ${creation}) AS changes, ${key}
      FROM customer_events AS e
        LEFT JOIN orders ON orders.seq = e.order_seq
        LEFT JOIN order_events ON order_events.order_seq = e.order_seq AND order_events.version = e.order_version
        LEFT JOIN keys ON keys.id = e.key_id
      WHERE e.customer_id = ${sql.placeholder('customerId')}
        AND e.number ${sql.raw(isNewestFirst ? '<' : '>')} coalesce(${sql.placeholder('after')}, ${sql.raw(isNewestFirst ? '9e18' : '0')})
        AND (${sql.placeholder('type')} IS NULL OR e.type = ${sql.placeholder('type')})
        AND e.created_at >= coalesce(${sql.placeholder('from')}, e.created_at)
        AND e.created_at <= coalesce(${sql.placeholder('to')}, e.created_at)
      ORDER BY e.number ${sql.raw(isNewestFirst ? 'DESC' : 'ASC')} LIMIT ${sql.placeholder('limit')}`,
  );
export const newestEventsOfCustomer = eventsOfCustomer(true);
export const oldestEventsOfCustomer = eventsOfCustomer(false);

/** The number of a customer's last event, which is how many there are. */
export const lastEventOfCustomer = compile<{ customerId: string }, { number: number | null }>(
  sql`SELECT max(number) AS number FROM customer_events WHERE customer_id = ${sql.placeholder('customerId')}`,
);

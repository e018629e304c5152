import { type SQL, sql } from 'drizzle-orm';
import { compile } from '../../database.ts';
import { columnsOf, type Readable } from '../../sql/row-columns.ts';
import { seqOf } from '../../sql/seq-of.ts';
import { orders } from '../../tables/orders.ts';

/** A redemption, or a stack of them, as its order keeps it, and its rollback; times in milliseconds. */
export interface StoredRedemption {
  at: number;
  stacked?: string[];
  rollback?: { id: string; at: number; stacked?: string[] };
}

/** The redemptions of an order, by id of the redemption or stack. */
export type OrderRedemptions = Record<string, StoredRedemption>;

/** Columns that no reader of an order needs. */
const unread = [
  ...(['seq', 'position', 'changedBy', 'loggedAt', 'loggedBy', 'loggedStatus'] as const),
  ...(['itemsCount', 'itemsAmount', 'sentAmount'] as const),
];

type TableRow = Readable<typeof orders.$inferSelect>;
type GeneratedAmount = 'amount' | 'totalDiscountAmount' | 'totalAmount';

/**
 * An order as it is read: `items`, `metadata` and `redemptions` are JSON, `customer` and `referrer` JSON
 * arrays of source_id, name and email.
 */
export interface OrderRow extends Omit<TableRow, (typeof unread)[number] | GeneratedAmount> {
  amount: number;
  totalDiscountAmount: number;
  totalAmount: number;
  customer: string | null;
  referrer: string | null;
}

/**
 * One look-up a person, and of a form that RETURNING takes as well, which a join is not. Text, so that it
 * nests as text.
 */
const person = (id: SQL): SQL =>
  sql`(SELECT '' || json_array(source_id, name, email) FROM customers WHERE customers.id = ${id})`;

export const orderColumns = columnsOf<OrderRow>(orders, unread, ['metadata', 'items', 'redemptions'], {
  customer: person(sql`orders.customer_id`),
  referrer: person(sql`orders.referrer_id`),
});
export const { selected } = orderColumns;

type PersonIds = Pick<OrderRow, 'customerId' | 'referrerId'>;
const isThere = (id: string) => sql`EXISTS (SELECT 1 FROM customers WHERE id = ${sql.placeholder(id)})`;

/** Tells which people of an order still exist: 1 or 0. */
export const peopleThere = compile<PersonIds, Record<keyof PersonIds, number>>(
  sql`SELECT ${isThere('customerId')} AS "customerId", ${isThere('referrerId')} AS "referrerId"`,
);

const ID = sql`${sql.placeholder('id')}`;

/** The order by id, else by source_id. */
export const orderById = compile<{ id: string }, OrderRow>(
  sql`SELECT ${selected} FROM ${orders} WHERE ${orders.seq} = ${seqOf('orders', ID, ID)}`,
);

/** An order that is written to, with the amount that its lines may hide. */
export type PresentOrder = OrderRow & { sentAmount: number | null };

const MATCH_ID = sql`${sql.placeholder('matchId')}`;
const MATCH_SOURCE_ID = sql`${sql.placeholder('matchSourceId')}`;

/** The order that a write means: of its id, else of its source_id. */
export const presentOrder = compile<{ matchId: string | null; matchSourceId: string | null }, PresentOrder>(
  sql`SELECT ${selected}, orders.sent_amount AS "sentAmount" FROM ${orders}
    WHERE ${orders.seq} = ${seqOf('orders', MATCH_ID, MATCH_SOURCE_ID)}`,
);

/** The order whose events are asked for, by id, else by source_id. */
export const orderOfActivity = compile<{ id: string }, { seq: number; id: string; version: number }>(
  sql`SELECT seq, id, version FROM ${orders} WHERE ${orders.seq} = ${seqOf('orders', ID, ID)}`,
);

/**
 * The state of the order bound as `orderId` as a JSON array: a part of what is kept for an idempotency key.
 */
export const orderSnapshot: SQL = sql`SELECT ${orderColumns.snapshot} FROM orders WHERE id = ${sql.placeholder('orderId')}`;

/** The order that a redemption, or rollback, was made with. */
export const orderOfRedemption = compile<{ id: string }, PresentOrder>(
  sql`SELECT ${selected}, orders.sent_amount AS "sentAmount" FROM ${orders}
    WHERE id = (SELECT order_id FROM redemptions WHERE redemptions.id = ${ID})`,
);

import { type SQL, sql } from 'drizzle-orm';
import type { OrderStatus } from '../../shared/orders.ts';
import { compile } from '../database.ts';
import { orders } from '../tables.ts';

/** An order as it is read: its row, and what its reply shows of customer and referrer. */
export interface OrderRow {
  id: string;
  sourceId: string | null;
  status: OrderStatus;
  createdAt: number;
  updatedAt: number | null;
  version: number;
  amount: number;
  initialAmount: number;
  discountAmount: number;
  itemsDiscountAmount: number;
  totalDiscountAmount: number;
  totalAmount: number;
  metadata: string;
  items: string;
  customerId: string | null;
  referrerId: string | null;
  /** JSON arrays of source_id, name and email. */
  customer: string | null;
  referrer: string | null;
}

/** One look-up a person, and of a form that RETURNING takes as well, which a join is not. Text, so that it nests as text. */
const person = (id: SQL): SQL =>
  sql`(SELECT '' || json_array(source_id, name, email) FROM customers WHERE customers.id = ${id})`;

/** A D1 function takes at most 32 arguments, which bounds this list: the reply of a write is kept as one json_array. */
const columns: Record<keyof OrderRow, SQL> = {
  id: sql`orders.id`,
  sourceId: sql`orders.source_id`,
  status: sql`orders.status`,
  createdAt: sql`orders.created_at`,
  updatedAt: sql`orders.updated_at`,
  version: sql`orders.version`,
  amount: sql`orders.amount`,
  initialAmount: sql`orders.initial_amount`,
  discountAmount: sql`orders.discount_amount`,
  itemsDiscountAmount: sql`orders.items_discount_amount`,
  totalDiscountAmount: sql`orders.total_discount_amount`,
  totalAmount: sql`orders.total_amount`,
  metadata: sql`orders.metadata`,
  items: sql`orders.items`,
  customerId: sql`orders.customer_id`,
  referrerId: sql`orders.referrer_id`,
  customer: person(sql`orders.customer_id`),
  referrer: person(sql`orders.referrer_id`),
};

const columnNames = Object.keys(columns) as (keyof OrderRow)[];
/** The select list of an OrderRow; it stands in RETURNING too. */
export const selected = sql.join(
  columnNames.map((name) => sql`${columns[name]} AS ${sql.identifier(name)}`),
  sql`, `,
);

export const seqById = (id: SQL): SQL => sql`(SELECT seq FROM orders WHERE id = ${id})`;
export const seqBySourceId = (id: SQL): SQL => sql`(SELECT seq FROM orders WHERE source_id = ${id})`;

/** The order of that id, else of that source_id: two values, since a write may give only one of them. */
export const seqOf = (id: SQL, sourceId: SQL): SQL =>
  sql`coalesce(${seqById(id)}, ${seqBySourceId(sourceId)})`;

const ID = sql`${sql.placeholder('id')}`;

/** The order by id, else by source_id. */
export const orderById = compile<{ id: string }, OrderRow>(
  sql`SELECT ${selected} FROM ${orders} WHERE ${orders.seq} = ${seqOf(ID, ID)}`,
);

/** What tells an order's events apart from others, of the order by id, else by source_id. */
export const orderOfActivity = compile<{ id: string }, { seq: number; id: string; version: number }>(
  sql`SELECT seq, id, version FROM ${orders} WHERE ${orders.seq} = ${seqOf(ID, ID)}`,
);

/** The columns that hold JSON: nested as such in a snapshot, since escaping them as text could double their size. */
const jsonColumns: readonly (keyof OrderRow)[] = ['metadata', 'items'];

/** An OrderRow as one JSON array, which `readSnapshot` reads back. */
export const snapshot: SQL = sql`json_array(${sql.join(
  columnNames.map((name) => (jsonColumns.includes(name) ? sql`json(${columns[name]})` : columns[name])),
  sql`, `,
)})`;

/** @throws SyntaxError if the text is not a snapshot */
export function readSnapshot(text: string): OrderRow {
  const values: unknown[] = JSON.parse(text);
  const entries = columnNames.map((name, index) => [
    name,
    jsonColumns.includes(name) ? JSON.stringify(values[index]) : values[index],
  ]);
  return Object.fromEntries(entries);
}

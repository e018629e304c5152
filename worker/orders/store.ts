import { type SQL, sql } from 'drizzle-orm';
import type { OrderStatus } from '../../shared/orders/orders.ts';
import { compile } from '../database.ts';
import { RowColumns } from '../sql/row-columns.ts';
import { seqOf } from '../sql/seq-of.ts';
import { orders } from '../tables/orders.ts';

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
  appliedDiscountAmount: number;
  itemsAppliedDiscountAmount: number;
  /** JSON, by id: OrderRedemptions of write-store.ts. */
  redemptions: string | null;
}

/** One look-up a person, and of a form that RETURNING takes as well, which a join is not. Text, so that it nests as text. */
const person = (id: SQL): SQL =>
  sql`(SELECT '' || json_array(source_id, name, email) FROM customers WHERE customers.id = ${id})`;

export const orderColumns = new RowColumns<OrderRow>(
  {
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
    appliedDiscountAmount: sql`orders.applied_discount_amount`,
    itemsAppliedDiscountAmount: sql`orders.items_applied_discount_amount`,
    redemptions: sql`orders.redemptions`,
  },
  ['metadata', 'items', 'redemptions'],
);
export const { selected } = orderColumns;

type PersonIds = Pick<OrderRow, 'customerId' | 'referrerId'>;
const isThere = (id: string) => sql`EXISTS (SELECT 1 FROM customers WHERE id = ${sql.placeholder(id)})`;

/** Which people of an order are still there: 1 or 0. */
export const peopleThere = compile<PersonIds, Record<keyof PersonIds, number>>(
  sql`SELECT ${isThere('customerId')} AS "customerId", ${isThere('referrerId')} AS "referrerId"`,
);

const ID = sql`${sql.placeholder('id')}`;

/** The order by id, else by source_id. */
export const orderById = compile<{ id: string }, OrderRow>(
  sql`SELECT ${selected} FROM ${orders} WHERE ${orders.seq} = ${seqOf('orders', ID, ID)}`,
);

/** An order that is written to: beside what is read of it, the amount that its lines may hide. */
export type PresentOrder = OrderRow & { sentAmount: number | null };

/** The order that a write means: of its id, else of its source_id. */
export const presentOrder = compile<{ matchId: string | null; matchSourceId: string | null }, PresentOrder>(
  sql`SELECT ${selected}, orders.sent_amount AS "sentAmount" FROM ${orders}
    WHERE ${orders.seq} = ${seqOf('orders', sql`${sql.placeholder('matchId')}`, sql`${sql.placeholder('matchSourceId')}`)}`,
);

/** The order whose events are asked for, by id, else by source_id. */
export const orderOfActivity = compile<{ id: string }, { seq: number; id: string; version: number }>(
  sql`SELECT seq, id, version FROM ${orders} WHERE ${orders.seq} = ${seqOf('orders', ID, ID)}`,
);

/** The state of the order bound as `orderId` as a JSON array: a part of what is kept for an idempotency key. */
export const orderSnapshot: SQL = sql`SELECT ${orderColumns.snapshot} FROM orders WHERE id = ${sql.placeholder('orderId')}`;

/** The order that a redemption, or rollback, was made with. */
export const orderOfRedemption = compile<{ id: string }, PresentOrder>(
  sql`SELECT ${selected}, orders.sent_amount AS "sentAmount" FROM ${orders}
    WHERE id = (SELECT order_id FROM redemptions WHERE redemptions.id = ${ID})`,
);

import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { MAX_ROW_JSON_BYTES } from '../../shared/limits.ts';
import { OrderStatus } from '../../shared/orders/orders.ts';
import { position } from './columns.ts';

/**
 * Orders. A new one takes one index entry for each way to list it, `(…, updated_at, created_at)`: orders
 * that never changed stand there together, by created_at. Only a changed one takes a second, `(…,
 * created_at)`, so that lists by created_at merge two walks.
 *
 * `items` is a JSON array of priced lines; `items_amount`, `items_discount_amount` and `items_count` are
 * their sums. The totals are generated from what is stored, by the rule of shared/orders/order-totals.ts.
 * `logged_*` is the event of version 1: when, by which key and in which status the order was first stored.
 * `*applied_discount_amount` is what vouchers in effect have taken off, a part of the discounts before them;
 * `redemptions` is a JSON object by id. `search_text` is the source_id and, as a word of its own, the digits
 * that it ends with: the number of the order.
 */
export const orders = sqliteTable(
  'orders',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    sourceId: text('source_id'),
    status: text().$type<OrderStatus>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    changedBy: text('changed_by'),
    loggedAt: integer('logged_at').notNull().default(0),
    loggedBy: text('logged_by'),
    loggedStatus: text('logged_status').$type<OrderStatus>().notNull().default('CREATED'),
    customerId: text('customer_id'),
    referrerId: text('referrer_id'),
    itemsCount: integer('items_count').notNull(),
    itemsAmount: integer('items_amount'),
    sentAmount: integer('sent_amount'),
    initialAmount: integer('initial_amount').notNull(),
    discountAmount: integer('discount_amount').notNull(),
    itemsDiscountAmount: integer('items_discount_amount').notNull(),
    appliedDiscountAmount: integer('applied_discount_amount').notNull().default(0),
    itemsAppliedDiscountAmount: integer('items_applied_discount_amount').notNull().default(0),
    amount: integer().generatedAlwaysAs(sql`coalesce(items_amount, sent_amount, 0)`, { mode: 'virtual' }),
    totalDiscountAmount: integer('total_discount_amount').generatedAlwaysAs(
      sql`min(coalesce(items_amount, sent_amount, 0), items_discount_amount + discount_amount)`,
      { mode: 'virtual' },
    ),
    totalAmount: integer('total_amount').generatedAlwaysAs(
      sql`coalesce(items_amount, sent_amount, 0)
        - min(coalesce(items_amount, sent_amount, 0), items_discount_amount + discount_amount)`,
      { mode: 'virtual' },
    ),
    position: position(),
    metadata: text().notNull(),
    items: text().notNull(),
    redemptions: text(),
    searchText: text('search_text').generatedAlwaysAs(
      sql`'  ' || replace(source_id, ' ', '  ') || '  '
        || substr(source_id, 1 + length(rtrim(source_id, '0123456789'))) || '  '`,
      { mode: 'virtual' },
    ),
  },
  (table) => [
    uniqueIndex('orders_id').on(table.id),
    uniqueIndex('orders_source_id').on(table.sourceId).where(sql`source_id is not null`),
    index('orders_updated').on(table.updatedAt, table.createdAt, table.position),
    index('orders_changed').on(table.createdAt, table.position).where(sql`updated_at is not null`),
    index('orders_status_updated').on(table.status, table.updatedAt, table.createdAt, table.position),
    index('orders_status_changed')
      .on(table.status, table.createdAt, table.position)
      .where(sql`updated_at is not null`),
    index('orders_customer_updated')
      .on(table.customerId, table.updatedAt, table.createdAt, table.position)
      .where(sql`customer_id is not null`),
    index('orders_customer_changed')
      .on(table.customerId, table.createdAt, table.position)
      .where(sql`customer_id is not null and updated_at is not null`),
    index('orders_referrer_updated')
      .on(table.referrerId, table.updatedAt, table.createdAt, table.position)
      .where(sql`referrer_id is not null`),
    index('orders_referrer_changed')
      .on(table.referrerId, table.createdAt, table.position)
      .where(sql`referrer_id is not null and updated_at is not null`),
    check('order_size', sql.raw(`octet_length(items) + octet_length(metadata) <= ${MAX_ROW_JSON_BYTES}`)),
    check(
      'order_status',
      sql.raw(`status in (${OrderStatus.options.map((status) => `'${status}'`).join(', ')})`),
    ),
  ],
);

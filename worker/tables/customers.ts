import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { MAX_ROW_JSON_BYTES } from '../../shared/limits.ts';
import { position, searchText } from './columns.ts';

/**
 * Customers. Triggers keep `orders_*` and `last_order_*` over their PAID orders, `all_orders_count` and
 * `referred_orders_count` over all orders that name them as customer or referrer, and `redemptions_*` over
 * the vouchers they used.
 */
export const customers = sqliteTable(
  'customers',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    sourceId: text('source_id'),
    name: text(),
    email: text(),
    phone: text(),
    birthday: text(),
    birthdate: text(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    changedBy: text('changed_by'),
    ordersCount: integer('orders_count').notNull().default(0),
    ordersTotalAmount: integer('orders_total_amount').notNull().default(0),
    allOrdersCount: integer('all_orders_count').notNull().default(0),
    referredOrdersCount: integer('referred_orders_count').notNull().default(0),
    lastOrderSeq: integer('last_order_seq'),
    lastOrderAt: integer('last_order_at'),
    lastOrderAmount: integer('last_order_amount'),
    redemptionsSucceeded: integer('redemptions_succeeded').notNull().default(0),
    redemptionsFailed: integer('redemptions_failed').notNull().default(0),
    redemptionsRolledBack: integer('redemptions_rolled_back').notNull().default(0),
    position: position(),
    description: text(),
    address: text(),
    metadata: text(),
    foldedName: text('folded_name'),
    foldedEmail: text('folded_email'),
    foldedPhone: text('folded_phone'),
    foldedSourceId: text('folded_source_id'),
    searchText: searchText('name', 'email', 'phone', 'source_id'),
  },
  (table) => [
    uniqueIndex('customers_id').on(table.id),
    uniqueIndex('customers_source_id').on(table.sourceId).where(sql`source_id is not null`),
    index('customers_unnamed').on(table.position).where(sql`source_id is null`),
    index('customers_email')
      .on(table.email, table.updatedAt, table.createdAt, table.position)
      .where(sql`email is not null`),
    index('customers_email_changed')
      .on(table.email, table.createdAt, table.position)
      .where(sql`email is not null and updated_at is not null`),
    index('customers_updated').on(table.updatedAt, table.createdAt, table.position),
    index('customers_changed').on(table.createdAt, table.position).where(sql`updated_at is not null`),
    check(
      'customer_size',
      sql.raw(
        `coalesce(octet_length(address), 0) + coalesce(octet_length(metadata), 0)
          <= ${MAX_ROW_JSON_BYTES}`,
      ),
    ),
  ],
);

/**
 * Customers whose profile is gone while orders, events or kept replies still name them: the sweep's work.
 * Kept replies have been erased up to (`erase_day`, `erase_key`); both are null when there is nothing to
 * erase.
 */
export const removedCustomers = sqliteTable('removed_customers', {
  id: text().primaryKey(),
  removedAt: integer('removed_at').notNull(),
  removedBy: text('removed_by'),
  eraseDay: integer('erase_day'),
  eraseKey: text('erase_key'),
});

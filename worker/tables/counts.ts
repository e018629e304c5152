import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { OrderStatus } from '../../shared/orders/orders.ts';

/** Numbers of rows by table, kept by triggers, for the totals of lists. */
export const tableCounts = sqliteTable('table_counts', {
  name: text().primaryKey(),
  total: integer().notNull(),
});

const byStatus = {
  created: integer().notNull().default(0),
  paid: integer().notNull().default(0),
  canceled: integer().notNull().default(0),
  fulfilled: integer().notNull().default(0),
} satisfies Record<Lowercase<OrderStatus>, unknown>;

/** Numbers of orders by status, kept by triggers in one row, so that totals need no counting. */
export const orderCounts = sqliteTable('order_counts', { id: integer().primaryKey(), ...byStatus });

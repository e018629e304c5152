import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Numbers of rows by table, kept by triggers, for the totals of lists. */
export const tableCounts = sqliteTable('table_counts', {
  name: text().primaryKey(),
  total: integer().notNull(),
});

/** Numbers of orders by status, kept by triggers in one row, so that totals need no counting. */
export const orderCounts = sqliteTable('order_counts', {
  id: integer().primaryKey(),
  created: integer().notNull(),
  paid: integer().notNull(),
  canceled: integer().notNull(),
  fulfilled: integer().notNull(),
});

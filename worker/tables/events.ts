import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * Events of an order's versions after the first, written by trigger, one row each. The primary key keeps the
 * events of an order together.
 */
export const orderEvents = sqliteTable(
  'order_events',
  {
    orderSeq: integer('order_seq').notNull(),
    version: integer().notNull(),
    type: text().notNull(),
    createdAt: integer('created_at').notNull(),
    keyId: text('key_id'),
    changes: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderSeq, table.version] })],
);

/**
 * Events of a customer and of its orders, numbered from 1, written by trigger. An order's event is named by
 * order and version; the customer's own lists the names of the fields that changed.
 */
export const customerEvents = sqliteTable(
  'customer_events',
  {
    customerId: text('customer_id').notNull(),
    number: integer().notNull(),
    type: text().notNull(),
    createdAt: integer('created_at').notNull(),
    keyId: text('key_id'),
    orderSeq: integer('order_seq'),
    orderVersion: integer('order_version'),
    changes: text(),
  },
  (table) => [primaryKey({ columns: [table.customerId, table.number] })],
);

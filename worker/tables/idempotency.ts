import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { MAX_ROW_JSON_BYTES } from '../../shared/limits.ts';

/**
 * Replies kept for repeated idempotency keys. `day` (days since the epoch) leads the primary key, so that
 * expiry is a range and needs no index of its own. `reply` is the state of the row at that moment.
 */
export const idempotencyRecords = sqliteTable(
  'idempotency_records',
  {
    day: integer().notNull(),
    key: text().notNull(),
    requestHash: text('request_hash').notNull(),
    createdAt: integer('created_at').notNull(),
    reply: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.key] }),
    check('reply_size', sql.raw(`octet_length(reply) <= ${MAX_ROW_JSON_BYTES}`)),
  ],
);

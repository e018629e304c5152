import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { AsyncActionType } from '../../shared/async-actions.ts';

/**
 * Work that a request asked for and the queue does, chunk after chunk. `accepted_at` is null while its
 * payload is still being received. (`chunk`, `chunk_row`) is the next row to apply, moved in the batch that
 * applies the rows before it, so that nothing is applied twice. `processed` counts these; rows that were
 * neither created, updated nor failed were unchanged. `swept_at` is when its chunks and failures were
 * removed.
 */
export const asyncActions = sqliteTable(
  'async_actions',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    type: text().$type<AsyncActionType>().notNull(),
    requestId: text('request_id').notNull(),
    format: text().notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    acceptedAt: integer('accepted_at'),
    bytes: integer().notNull().default(0),
    rows: integer().notNull().default(0),
    chunks: integer().notNull().default(0),
    chunk: integer().notNull().default(0),
    chunkRow: integer('chunk_row').notNull().default(0),
    processed: integer().notNull().default(0),
    created: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    failedChunks: integer('failed_chunks').notNull().default(0),
    updatedAt: integer('updated_at'),
    finishedAt: integer('finished_at'),
    sweptAt: integer('swept_at'),
  },
  (table) => [
    uniqueIndex('async_actions_id').on(table.id),
    index('async_actions_kept').on(table.finishedAt).where(sql`swept_at is null`),
  ],
);

/**
 * Payloads of actions, cut into chunks: `payload` is a JSON array of rows, `first_line` the line of the
 * first.
 */
export const actionChunks = sqliteTable(
  'action_chunks',
  {
    actionId: text('action_id').notNull(),
    number: integer().notNull(),
    firstLine: integer('first_line').notNull(),
    rows: integer().notNull(),
    payload: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.actionId, table.number] })],
);

/**
 * Rows that could not be applied: `row` is the JSON as it was sent, `text` a line that was not a JSON
 * object.
 */
export const actionFailures = sqliteTable(
  'action_failures',
  {
    actionId: text('action_id').notNull(),
    line: integer().notNull(),
    key: text().notNull(),
    sourceId: text('source_id'),
    errors: text().notNull(),
    row: text(),
    text: text(),
  },
  (table) => [primaryKey({ columns: [table.actionId, table.line] })],
);

import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ExportedObject } from '../../shared/exports/exports.ts';

/**
 * Exports. `mark` is the highest `seq` at the time of the request: rows inserted later are not in the file.
 */
export const exportsTable = sqliteTable(
  'exports',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    exportedObject: text('exported_object').$type<ExportedObject>().notNull(),
    parameters: text().notNull(),
    mark: integer().notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (table) => [uniqueIndex('exports_id').on(table.id)],
);

import { sql } from 'drizzle-orm';
import { check, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { MAX_ROW_JSON_BYTES } from '../../shared/limits.ts';

/**
 * Definitions of custom attributes, one row per resource or nested object; `properties` maps keys to
 * definitions.
 */
export const metadataSchemas = sqliteTable(
  'metadata_schemas',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    relatedObject: text('related_object').notNull(),
    properties: text().notNull(),
    allowDefinedOnly: integer('allow_defined_only', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
  },
  (table) => [
    uniqueIndex('metadata_schemas_related_object').on(table.relatedObject),
    check('metadata_schema_size', sql.raw(`octet_length(properties) <= ${MAX_ROW_JSON_BYTES}`)),
  ],
);

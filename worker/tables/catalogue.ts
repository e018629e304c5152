import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { MAX_ROW_JSON_BYTES } from '../../shared/limits.ts';
import { position, searchText } from './columns.ts';

/** Products. `price` is in minor units; `attributes` is a JSON array of names. */
export const products = sqliteTable(
  'products',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    sourceId: text('source_id'),
    name: text(),
    price: integer(),
    imageUrl: text('image_url'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    attributes: text().notNull().default('[]'),
    metadata: text().notNull().default('{}'),
    position: position(),
    foldedName: text('folded_name'),
    foldedSourceId: text('folded_source_id'),
    searchText: searchText('name', 'source_id'),
  },
  (table) => [
    uniqueIndex('products_id').on(table.id),
    uniqueIndex('products_source_id').on(table.sourceId).where(sql`source_id is not null`),
    index('products_name').on(sql`name COLLATE NOCASE`).where(sql`name is not null`),
    index('products_updated').on(table.updatedAt, table.createdAt, table.position),
    index('products_changed').on(table.createdAt, table.position).where(sql`updated_at is not null`),
    check(
      'product_size',
      sql.raw(`octet_length(attributes) + octet_length(metadata) <= ${MAX_ROW_JSON_BYTES}`),
    ),
  ],
);

/** SKUs: a product's variants. `attributes` is a JSON object of the product's attributes' values. */
export const skus = sqliteTable(
  'skus',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    sourceId: text('source_id'),
    productId: text('product_id').notNull(),
    sku: text(),
    price: integer(),
    currency: text(),
    imageUrl: text('image_url'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    attributes: text().notNull().default('{}'),
    metadata: text().notNull().default('{}'),
    position: position(),
    foldedSku: text('folded_sku'),
    foldedSourceId: text('folded_source_id'),
    searchText: searchText('sku', 'source_id'),
  },
  (table) => [
    uniqueIndex('skus_id').on(table.id),
    uniqueIndex('skus_source_id').on(table.sourceId).where(sql`source_id is not null`),
    index('skus_sku').on(sql`sku COLLATE NOCASE`).where(sql`sku is not null`),
    index('skus_product_updated').on(table.productId, table.updatedAt, table.createdAt, table.position),
    index('skus_product_changed')
      .on(table.productId, table.createdAt, table.position)
      .where(sql`updated_at is not null`),
    check('sku_size', sql.raw(`octet_length(attributes) + octet_length(metadata) <= ${MAX_ROW_JSON_BYTES}`)),
  ],
);

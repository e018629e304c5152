import { sql } from 'drizzle-orm';
import { MAX_SHOWN_SKUS } from '../../shared/limits.ts';
import type { ListProductsQuery, ProductFilterField } from '../../shared/products.ts';
import { build, compile, type Statement } from '../database.ts';
import { defineList } from '../lists/define-list.ts';
import { type FilterColumns, fieldsOf } from '../lists/filter-columns.ts';
import { timeSorts } from '../lists/pagination.ts';
import type { CandidateRows } from '../lists/search/search-index.ts';
import { dateShortcuts } from '../lists/shortcuts.ts';
import type { Folded } from '../sql/folded.ts';
import { columnsOf, type Readable } from '../sql/row-columns.ts';
import { seqOf } from '../sql/seq-of.ts';
import { selectWritten, type UpsertColumns, upsertNamed } from '../sql/upsert.ts';
import { refuseMismatch, type WriteMatch } from '../sql/write-match.ts';
import { products, skus } from '../tables/catalogue.ts';

/** How much JSON a product and its shown SKUs may have together: D1 returns and keeps no value over 2,000,000 bytes. */
const MAX_SHOWN_BYTES = 1_700_000;

/** A product as it is read, with a JSON array of snapshots of its first SKUs and the number of all. */
export interface ProductRow extends Omit<Readable<typeof products.$inferSelect>, 'position' | 'seq'> {
  skus: string;
  skusTotal: number;
}

/** What is written of a product: null is "not given", '' clears. Metadata is merged by top-level key. */
export interface ProductWrite extends WriteMatch, Folded<'name' | 'sourceId'> {
  newId: string;
  sourceId: string | null;
  name: string | null;
  price: number | '' | null;
  imageUrl: string | null;
  attributes: string[] | null;
  metadata: Record<string, unknown> | null;
  at: number;
  by: string;
}

/** A SKU as replies show it. */
export type ShownSku = Omit<Readable<typeof skus.$inferSelect>, 'position' | 'seq' | 'version'>;

/** How a SKU stands in `ProductRow.skus`. */
export const shownSku = columnsOf<Readable<typeof skus.$inferSelect>>(
  skus,
  ['position', 'seq'],
  ['attributes', 'metadata'],
);

const ofProduct = sql`FROM skus WHERE product_id = products.id`;
export const productColumns = columnsOf<ProductRow>(
  products,
  ['position', 'seq'],
  ['attributes', 'metadata', 'skus'],
  {
    skus: sql`(SELECT json_group_array(json(shown)) FROM (
      SELECT shown, sum(octet_length(shown)) OVER (ORDER BY place) AS bytes FROM (
        SELECT ${shownSku.snapshot} AS shown, skus.seq AS place ${ofProduct}
        ORDER BY skus.seq LIMIT ${sql.raw(String(MAX_SHOWN_SKUS))}))
      WHERE bytes + octet_length(products.attributes) + octet_length(products.metadata) <= ${sql.raw(String(MAX_SHOWN_BYTES))})`,
    skusTotal: sql`(SELECT count(*) ${ofProduct})`,
  },
);

const ID = sql`${sql.placeholder('id')}`;

/** The product by id, else by source_id. */
export const productById = compile<{ id: string }, ProductRow>(
  sql`SELECT ${productColumns.selected} FROM ${products} WHERE seq = ${seqOf('products', ID, ID)}`,
);

/** The id of the product of that id, else of that source_id. */
export const productId = compile<{ id: string }, { id: string }>(
  sql`SELECT id FROM products WHERE seq = ${seqOf('products', ID, ID)}`,
);

/** The ids of the products that each of some names is the id, else the source_id of; `names` is a JSON array. */
export const productIds = compile<{ names: string }, { name: string; id: string }>(
  sql`SELECT names.value AS name, products.id FROM json_each(${sql.placeholder('names')}) AS names
    JOIN products ON products.seq = ${seqOf('products', sql`names.value`, sql`names.value`)}`,
);

/** Aborts the batch if the product must not be written so. */
export const refuseProduct = compile<{ writes: string }>(refuseMismatch('products', 'product'));

const written: UpsertColumns = {
  scalars: ['source_id', 'name', 'price', 'image_url'],
  searched: ['name', 'source_id'],
  merged: { metadata: "'{}'" },
  replaced: { attributes: "'[]'" },
};

export const upsertProduct = compile<{ writes: string }>(upsertNamed('products', written));

/** The same of a list in two statements, which tell by `changes()` how many were there and were changed, and how many are new. */
export const updateProducts = compile<{ writes: string }>(upsertNamed('products', written, 'there'));
export const insertProducts = compile<{ writes: string }>(upsertNamed('products', written, 'new'));

/** The product that was written. */
export const writtenProduct = compile<{ writes: string }, ProductRow>(
  selectWritten('products', productColumns.selected),
);

export const writtenProductSnapshot = selectWritten('products', productColumns.snapshot);

/** Deletes a product and its SKUs; orders keep what their lines say of them. */
export const deleteProduct = [
  compile<{ id: string }>(
    sql`DELETE FROM skus WHERE product_id = (SELECT id FROM products WHERE seq = ${seqOf('products', ID, ID)})`,
  ),
  compile<{ id: string }>(sql`DELETE FROM products WHERE seq = ${seqOf('products', ID, ID)}`),
] as const;

const { plain, indexed, sorted, metadata } = fieldsOf('products');

const columns = {
  source_id: indexed('source_id'),
  name: plain('name'),
  price: plain('price'),
  created_at: sorted('created_at'),
  updated_at: sorted('updated_at'),
  metadata,
} satisfies FilterColumns<ProductFilterField>;

export const productList = defineList<ProductRow, ListProductsQuery>({
  table: 'products',
  select: productColumns.selected,
  columns,
  shortcuts: (query) => dateShortcuts('created_at', query),
  sorts: timeSorts('products'),
  total: 'kept',
});

/** The products that a search may mean, by their own texts and by those of their SKUs. */
export const searchProducts = (rows: CandidateRows): Statement<{ id: string; own: string; texts: string }> =>
  build(sql`SELECT * FROM (SELECT id, id AS own, json_array(source_id, name) AS texts FROM products
      WHERE seq IN (${rows('products', [sql`source_id`, sql`name COLLATE NOCASE`])}) ORDER BY seq DESC)
    UNION ALL SELECT * FROM (SELECT product_id, id, json_array(source_id, sku) FROM skus
      WHERE seq IN (${rows('skus', [sql`source_id`, sql`sku COLLATE NOCASE`])}) ORDER BY seq DESC)`);

export const productsByIds = compile<{ ids: string }, ProductRow>(
  sql`SELECT ${productColumns.selected} FROM products
    WHERE id IN (SELECT value FROM json_each(${sql.placeholder('ids')}))`,
);

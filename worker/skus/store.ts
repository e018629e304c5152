import { sql } from 'drizzle-orm';
import type { ListSkusQuery } from '../../shared/products.ts';
import { compile } from '../database.ts';
import { defineList } from '../lists/define-list.ts';
import { fieldsOf } from '../lists/filter-columns.ts';
import { timeSorts } from '../lists/pagination.ts';
import { dateShortcuts, shortcut } from '../lists/shortcuts.ts';
import type { Folded } from '../sql/folded.ts';
import { reason } from '../sql/refusals.ts';
import { columnsOf, type Readable, type RowColumns } from '../sql/row-columns.ts';
import { seqOf } from '../sql/seq-of.ts';
import { selectWritten, type UpsertColumns, upsertNamed } from '../sql/upsert.ts';
import { refuseMismatch, type WriteMatch } from '../sql/write-match.ts';
import { skus } from '../tables/catalogue.ts';

/** A SKU as it is read. */
export type SkuRow = Omit<Readable<typeof skus.$inferSelect>, 'position' | 'seq'>;

/** What is written of a SKU: null is "not given", '' clears. Metadata is merged by top-level key. */
export interface SkuWrite extends WriteMatch, Folded<'sku' | 'sourceId'> {
  newId: string;
  productId: string;
  sourceId: string | null;
  sku: string | null;
  price: number | '' | null;
  currency: string | null;
  imageUrl: string | null;
  attributes: Record<string, unknown> | null;
  metadata: Record<string, unknown> | null;
  at: number;
  by: string;
}

export const skuColumns: RowColumns<SkuRow> = columnsOf(
  skus,
  ['position', 'seq'],
  ['attributes', 'metadata'],
);

const ID = sql`${sql.placeholder('id')}`;

/** The SKU by id, else by source_id. */
export const skuById = compile<{ id: string }, SkuRow>(
  sql`SELECT ${skuColumns.selected} FROM ${skus} WHERE seq = ${seqOf('skus', ID, ID)}`,
);

const index = sql`w.place`;

/** Aborts the batch if the SKU must not be written so: also where it belongs to another product, or its product is gone. */
export const refuseSku = compile<{ writes: string }>(
  refuseMismatch('skus', 'sku', {
    reads: ['productId'],
    cases: [
      [
        sql`NOT EXISTS (SELECT 1 FROM products WHERE id = w.productId)`,
        reason('not_found', { type: 'product', id: sql`w.productId`, index }),
      ],
      [
        sql`w.mustExist AND old.product_id <> w.productId`,
        reason('not_found', { type: 'sku', id: sql`w.matchId`, index }),
      ],
      [
        sql`old.product_id <> w.productId`,
        reason('duplicate_found', {
          type: 'sku',
          id: sql`old.id`,
          details: 'The SKU belongs to another product.',
          index,
        }),
      ],
    ],
  }),
);

const written: UpsertColumns = {
  scalars: ['source_id', 'product_id', 'sku', 'price', 'currency', 'image_url'],
  searched: ['sku', 'source_id'],
  merged: { metadata: "'{}'" },
  replaced: { attributes: "'{}'" },
};

export const upsertSku = compile<{ writes: string }>(upsertNamed('skus', written));

/** The same of a list in two statements, which tell by `changes()` how many were there and were changed, and how many are new. */
export const updateSkus = compile<{ writes: string }>(upsertNamed('skus', written, 'there'));
export const insertSkus = compile<{ writes: string }>(upsertNamed('skus', written, 'new'));

/** The SKU that was written. */
export const writtenSku = compile<{ writes: string }, SkuRow>(selectWritten('skus', skuColumns.selected));

export const writtenSkuSnapshot = selectWritten('skus', skuColumns.snapshot);

export const deleteSku = compile<{ id: string }>(sql`DELETE FROM skus WHERE seq = ${seqOf('skus', ID, ID)}`);

const { indexed, sorted } = fieldsOf('skus');

/** The SKUs of a product. */
export const skuList = defineList<SkuRow, ListSkusQuery & { productId: string }>({
  table: 'skus',
  select: skuColumns.selected,
  columns: { product_id: indexed('product_id'), created_at: sorted('created_at') },
  shortcuts: (query) => [
    ...shortcut('product_id', '$is', query.productId),
    ...dateShortcuts('created_at', query),
  ],
  sorts: timeSorts('skus'),
  total: 'counted',
});

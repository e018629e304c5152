import { type SQL, sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { reason, refuse } from '../sql/refusals.ts';
import { seqOf } from '../sql/seq-of.ts';
import { upsert } from '../sql/upsert.ts';

/** A product or SKU as an order's line names it: by id, else by source_id. */
export interface CatalogueReference {
  kind: 'product' | 'sku';
  id: string | null;
  sourceId: string | null;
}

/** What the catalogue knows of a reference: null where it knows nothing. `key` is the reference's place in its list. */
export interface CatalogueRow {
  key: number;
  productId: string | null;
  productSourceId: string | null;
  productName: string | null;
  productPrice: number | null;
  skuId: string | null;
  skuSourceId: string | null;
  sku: string | null;
  skuPrice: number | null;
  /** The id of whoever has the reference's source_id. */
  ownerId: string | null;
}

const seqOfReference = (table: string): SQL => seqOf(table, sql`w.id`, sql`w.sourceId`);

/** What the catalogue knows of the references bound as `references`; a SKU comes with its product. */
export const catalogueRows = compile<{ references: string }, CatalogueRow>(
  sql`${jsonRows('references', ['kind', 'id', 'sourceId'])}
    SELECT w.key, products.id AS "productId", products.source_id AS "productSourceId",
      products.name AS "productName", products.price AS "productPrice",
      skus.id AS "skuId", skus.source_id AS "skuSourceId", skus.sku AS "sku", skus.price AS "skuPrice",
      CASE w.kind WHEN 'product' THEN (SELECT id FROM products WHERE source_id = w.sourceId)
        ELSE (SELECT id FROM skus WHERE source_id = w.sourceId) END AS "ownerId"
    FROM w
      LEFT JOIN skus ON skus.seq = CASE w.kind WHEN 'sku' THEN ${seqOfReference('skus')} END
      LEFT JOIN products ON products.seq = CASE w.kind WHEN 'product' THEN ${seqOfReference('products')}
        ELSE (SELECT seq FROM products WHERE id = skus.product_id) END`,
);

/** A product or SKU that an order writes to the catalogue; null is "not given". */
export interface OverrideWrite {
  kind: 'product' | 'sku';
  /** Its id, as the catalogue had it or as it is to be made. */
  id: string;
  /** What it is, or is to be, called. */
  sourceId: string | null;
  /** The source_id to write: null where the catalogue had it, so that what was renamed since is not named back. */
  newSourceId: string | null;
  /** Whether the catalogue had it: if it is gone by now it must not be made again of half its fields. */
  isKnown: boolean;
  /** Of a SKU: the id of its product. */
  productId: string | null;
  name: string | null;
  sku: string | null;
  price: number | null;
  metadata: Record<string, unknown> | null;
  at: number;
  /** The entry's place in the caller's list, and the line's in its order. */
  place: number;
  line: number;
}

/** Whether a source_id by now belongs to another id than the one it is written under, or what was known is gone. */
const isOutdated = (kind: 'product' | 'sku', table: string): SQL =>
  sql`(w.kind = ${sql.raw(`'${kind}'`)} AND (
    EXISTS (SELECT 1 FROM ${sql.raw(table)} WHERE source_id = w.sourceId AND id <> w.id)
    OR w.isKnown AND NOT EXISTS (SELECT 1 FROM ${sql.raw(table)} WHERE id = w.id)))`;

/** Aborts the batch when the catalogue is no longer as it was read for the overrides; runs before they are written. */
export const refuseChangedCatalogue = compile<{ overrides: string }>(
  sql`${jsonRows('overrides', ['kind', 'id', 'sourceId', 'isKnown', 'productId'])}
    ${refuse(
      reason('catalogue_changed', {}),
      sql`FROM w WHERE ${isOutdated('product', 'products')} OR ${isOutdated('sku', 'skus')}
        OR w.kind = 'sku' AND NOT w.isKnown AND NOT EXISTS (SELECT 1 FROM products WHERE id = w.productId)
          AND NOT EXISTS (SELECT 1 FROM w AS made WHERE made.kind = 'product' AND made.id = w.productId) LIMIT 1`,
    )}`,
);

const identity = { id: sql`w.id`, reads: ['id'] };

/** Writes the products among the overrides bound as `products`; an unchanged one costs no row written. */
export const overrideProducts = compile<{ products: string }>(
  upsert('products', 'products', identity, {
    scalars: ['source_id', 'name', 'price'],
    searched: ['name', 'source_id'],
    merged: { metadata: "'{}'" },
  }),
);

/** The same for SKUs, bound as `skus`, after their products. */
export const overrideSkus = compile<{ skus: string }>(
  upsert('skus', 'skus', identity, {
    scalars: ['source_id', 'product_id', 'sku', 'price'],
    searched: ['sku', 'source_id'],
    merged: { metadata: "'{}'" },
  }),
);

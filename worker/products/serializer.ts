import type { Product, Sku } from '../../shared/products.ts';
import { formatTimestamp } from '../../shared/times.ts';
import { type ProductRow, type ShownSku, shownSku } from './store.ts';

/* A product's reply shows its SKUs, so both are made here. */

/** A stored SKU as the API answers it. */
export const toSku = (row: ShownSku): Sku => ({
  id: row.id,
  object: 'sku',
  source_id: row.sourceId,
  product_id: row.productId,
  sku: row.sku,
  price: row.price,
  currency: row.currency,
  attributes: JSON.parse(row.attributes),
  image_url: row.imageUrl,
  metadata: JSON.parse(row.metadata),
  created_at: formatTimestamp(row.createdAt),
  updated_at: row.updatedAt === null ? null : formatTimestamp(row.updatedAt),
});

/** A stored product as the API answers it. */
export function toProduct(row: ProductRow): Product {
  const skus: unknown[] = JSON.parse(row.skus);
  return {
    id: row.id,
    object: 'product',
    source_id: row.sourceId,
    name: row.name,
    price: row.price,
    attributes: JSON.parse(row.attributes),
    image_url: row.imageUrl,
    metadata: JSON.parse(row.metadata),
    created_at: formatTimestamp(row.createdAt),
    updated_at: row.updatedAt === null ? null : formatTimestamp(row.updatedAt),
    skus: {
      object: 'list',
      data_ref: 'data',
      data: skus.map((sku) => toSku(shownSku.read(JSON.stringify(sku)))),
      total: row.skusTotal,
    },
  };
}

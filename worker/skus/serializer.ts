import type { Sku } from '../../shared/products.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { SkuRow } from './store.ts';

/** A stored SKU as the API answers it. */
export const toSku = (row: Omit<SkuRow, 'version'>): Sku => ({
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

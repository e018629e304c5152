import type { Product } from '../../shared/products.ts';
import { formatTimestamp } from '../../shared/times.ts';
import { toSku } from '../skus/serializer.ts';
import { type ProductRow, shownSku } from './store.ts';

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

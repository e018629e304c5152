import type { CreateSku, UpdateSku } from '../../shared/products.ts';
import { keepReply } from '../idempotency/store.ts';
import { foldedOf } from '../sql/folded.ts';
import { type Change, cleared, type ListWrites } from '../writes/write-one.ts';
import {
  insertSkus,
  refuseSku,
  type SkuRow,
  type SkuWrite,
  skuColumns,
  updateSkus,
  upsertSku,
  writtenSku,
  writtenSkuSnapshot,
} from './store.ts';

/** How SKUs are written. */
export const skuWrites: ListWrites<SkuRow> = {
  refuse: refuseSku,
  upsert: upsertSku,
  update: updateSkus,
  insert: insertSkus,
  written: writtenSku,
  keep: keepReply<{ writes: string }>(writtenSkuSnapshot),
  resource: 'sku',
  table: 'skus',
  replay: (_, snapshot) => skuColumns.read(snapshot),
};

/** A validated SKU as the store writes it. */
export function toSkuWrite(sku: CreateSku | UpdateSku, productId: string, change: Change): SkuWrite {
  const searched = { sourceId: sku.source_id ?? null, sku: cleared(sku.sku) };
  return {
    ...change,
    ...searched,
    ...foldedOf(searched),
    productId,
    price: cleared(sku.price),
    currency: cleared(sku.currency),
    imageUrl: cleared(sku.image_url),
    attributes: sku.attributes ?? null,
    metadata: sku.metadata ?? null,
  };
}

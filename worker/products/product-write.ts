import type { CreateProduct, UpdateProduct } from '../../shared/products.ts';
import { keepReply } from '../idempotency/store.ts';
import { foldedOf } from '../sql/folded.ts';
import { type Change, cleared, type ListWrites } from '../writes/write-one.ts';
import {
  insertProducts,
  type ProductRow,
  type ProductWrite,
  productColumns,
  refuseProduct,
  updateProducts,
  upsertProduct,
  writtenProduct,
  writtenProductSnapshot,
} from './store.ts';

/** How products are written. */
export const productWrites: ListWrites<ProductRow> = {
  refuse: refuseProduct,
  upsert: upsertProduct,
  update: updateProducts,
  insert: insertProducts,
  written: writtenProduct,
  keep: keepReply<{ writes: string }>(writtenProductSnapshot),
  resource: 'product',
  table: 'products',
  replay: (_, snapshot) => productColumns.read(snapshot),
};

/** A validated product as the store writes it. */
export function toProductWrite(product: CreateProduct | UpdateProduct, change: Change): ProductWrite {
  const searched = { sourceId: product.source_id ?? null, name: cleared(product.name) };
  return {
    ...change,
    ...searched,
    ...foldedOf(searched),
    price: cleared(product.price),
    imageUrl: cleared(product.image_url),
    attributes: product.attributes ?? null,
    metadata: product.metadata ?? null,
  };
}

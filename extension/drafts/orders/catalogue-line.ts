import type { Product, Sku } from '../../../shared/products.ts';
import type { DraftLine } from './order-draft.ts';

type Kept = NonNullable<DraftLine['kept']>;

/** The fields by which a line names a product of the catalogue. */
export const keptProduct = ({ id, source_id, name }: Product): Kept => ({
  product_id: id,
  ...(source_id && { source_id }),
  related_object: 'product',
  ...(name && { product: { name } }),
});

/** The fields by which a line names a SKU of the catalogue. */
export const keptSku = (product: Product, { id, sku, source_id }: Sku): Kept => ({
  product_id: product.id,
  sku_id: id,
  ...(source_id && { source_id }),
  related_object: 'sku',
  ...(product.name && { product: { name: product.name } }),
  ...(sku && { sku: { sku } }),
});

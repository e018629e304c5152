import { SharedMetadataRow } from '../../shared/async-actions.ts';
import { BulkProduct, CreateProduct } from '../../shared/products.ts';
import { resourceAction } from '../async-actions/resource-action.ts';
import type { CsvColumns } from '../imports/csv-objects.ts';
import { productWrites, toProductWrite } from './product-write.ts';

const products = { writes: productWrites, readScope: 'products:read', toWrite: toProductWrite } as const;

export const productsImport = resourceAction(products, CreateProduct);
export const productsUpdate = resourceAction(products, BulkProduct);
export const productsMetadata = resourceAction(products, SharedMetadataRow);

const text = { kind: 'text' } as const;

/** The columns of a file of products. */
export const productCsvColumns: CsvColumns = {
  id: text,
  source_id: text,
  name: text,
  price: { kind: 'amount' },
  attributes: { kind: 'list' },
  image_url: text,
  metadata: { kind: 'json' },
  created_at: { kind: 'ignored' },
  updated_at: { kind: 'ignored' },
};

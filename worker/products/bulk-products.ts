import { SharedMetadataRow } from '../../shared/async-actions.ts';
import { BulkProduct, CreateProduct } from '../../shared/products.ts';
import { resourceAction } from '../async-actions/resource-action.ts';
import type { CsvColumns } from '../imports/csv-objects.ts';
import { bulkFormats, csvFileFormats, metadataFormats } from '../imports/format-sets.ts';
import { productWrites, toProductWrite } from './product-write.ts';

const products = { writes: productWrites, readScope: 'products:read', toWrite: toProductWrite } as const;

const text = { kind: 'text' } as const;

/** The columns of a file of products. */
const productCsvColumns: CsvColumns = {
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

export const productsImport = resourceAction(products, {
  name: 'PRODUCTS.IMPORT_CSV',
  schema: CreateProduct,
  formats: csvFileFormats(productCsvColumns, 'product'),
  failed: 'shown',
});

export const productsUpdate = resourceAction(products, {
  name: 'PRODUCTS.BULK_UPDATE',
  schema: BulkProduct,
  formats: bulkFormats(BulkProduct, 'product'),
  failed: 'none',
});

export const productsMetadata = resourceAction(products, {
  name: 'PRODUCTS.METADATA_UPDATE',
  schema: SharedMetadataRow,
  formats: metadataFormats('product'),
  failed: 'none',
});

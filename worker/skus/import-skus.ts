import { ImportedSku } from '../../shared/products.ts';
import { resourceAction } from '../async-actions/resource-action.ts';
import type { CsvColumns } from '../imports/csv-objects.ts';
import { csvFileFormats } from '../imports/format-sets.ts';
import { productIds } from '../products/store.ts';
import { skuWrites, toSkuWrite } from './sku-write.ts';

const text = { kind: 'text' } as const;

/** The columns of a file of SKUs. */
const skuCsvColumns: CsvColumns = {
  id: text,
  source_id: text,
  product_id: text,
  sku: text,
  price: { kind: 'amount' },
  currency: text,
  attributes: { kind: 'json' },
  image_url: text,
  metadata: { kind: 'json' },
  created_at: { kind: 'ignored' },
  updated_at: { kind: 'ignored' },
};

/** SKUs with the products that they belong to, each named by id, else by source_id. */
export const skusImport = resourceAction(
  {
    writes: skuWrites,
    readScope: 'products:read',
    toWrite: (sku: ImportedSku, change) => toSkuWrite(sku, sku.product_id, change),
    // A name of no product stays, and is refused with the write.
    resolve: async (database, entries) => {
      const names = [...new Set(entries.map(({ write }) => write.productId))];
      const [found] = await database.batch([productIds({ names: JSON.stringify(names) })]);
      const ids = new Map(found.map(({ name, id }) => [name, id]));
      return entries.map(({ write }) => ({
        write: { ...write, productId: ids.get(write.productId) ?? write.productId },
      }));
    },
  },
  {
    name: 'SKUS.IMPORT_CSV',
    schema: ImportedSku,
    formats: csvFileFormats(skuCsvColumns, 'SKU'),
    failed: 'shown',
  },
);

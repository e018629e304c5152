import { SharedMetadataRow } from '../../shared/async-actions.ts';
import { BulkCustomer, CreateCustomer } from '../../shared/customers/customers.ts';
import { customerColumns } from '../../shared/exports/export-columns.ts';
import { resourceAction } from '../async-actions/resource-action.ts';
import type { CsvColumns } from '../imports/csv-objects.ts';
import { bulkFormats, csvFileFormats, metadataFormats } from '../imports/format-sets.ts';
import { customerWrites, toCustomerWrite } from './customer-write.ts';

const customers = { writes: customerWrites, readScope: 'customers:read', toWrite: toCustomerWrite } as const;

const text = { kind: 'text' } as const;
const ofAddress = (field: string) => ({ field: `address.${field}`, ...text });

/** The columns of a file of customers: those of an export, of which the ones that are counted are read over. */
const customerCsvColumns: CsvColumns = {
  ...Object.fromEntries(customerColumns.map((name) => [name, { kind: 'ignored' as const }])),
  id: text,
  source_id: text,
  name: text,
  email: text,
  phone: text,
  description: text,
  birthday: text,
  birthdate: text,
  ...Object.fromEntries(
    ['city', 'state', 'line_1', 'line_2', 'country', 'postal_code'].flatMap((field) => [
      [`address_${field}`, ofAddress(field)],
      // As the files of Voucherify have it.
      [field, ofAddress(field)],
    ]),
  ),
  metadata: { kind: 'json' },
};

export const customersImport = resourceAction(customers, {
  name: 'CUSTOMERS.IMPORT_CSV',
  schema: CreateCustomer,
  formats: csvFileFormats(customerCsvColumns, 'customer'),
  failed: 'shown',
});

export const customersUpdate = resourceAction(customers, {
  name: 'CUSTOMERS.BULK_UPDATE',
  schema: BulkCustomer,
  formats: bulkFormats(BulkCustomer, 'customer'),
  failed: 'none',
});

export const customersMetadata = resourceAction(customers, {
  name: 'CUSTOMERS.METADATA_UPDATE',
  schema: SharedMetadataRow,
  formats: metadataFormats('customer'),
  failed: 'none',
});

import type { ActionTypes } from './async-actions/action-type.ts';
import { customersImport, customersMetadata, customersUpdate } from './customers/bulk-customers.ts';
import { ordersImport } from './orders/import-orders.ts';
import { productsImport, productsMetadata, productsUpdate } from './products/bulk-products.ts';
import { skusImport } from './skus/import-skus.ts';

/** Every type of asynchronous action, as routes.ts has every endpoint. The queue's consumer and the routes get this list. */
export const actionTypes: ActionTypes = {
  'ORDERS.IMPORT': ordersImport,
  'CUSTOMERS.IMPORT_CSV': customersImport,
  'CUSTOMERS.BULK_UPDATE': customersUpdate,
  'CUSTOMERS.METADATA_UPDATE': customersMetadata,
  'PRODUCTS.IMPORT_CSV': productsImport,
  'PRODUCTS.BULK_UPDATE': productsUpdate,
  'PRODUCTS.METADATA_UPDATE': productsMetadata,
  'SKUS.IMPORT_CSV': skusImport,
};

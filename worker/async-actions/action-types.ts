import type { AsyncActionType } from '../../shared/async-actions.ts';
import { customersImport, customersMetadata, customersUpdate } from '../customers/bulk-customers.ts';
import { ordersImport } from '../orders/import-orders.ts';
import { productsImport, productsMetadata, productsUpdate } from '../products/bulk-products.ts';
import { skusImport } from '../skus/import-skus.ts';
import type { ActionType } from './action-type.ts';

/** Every type of asynchronous action. Another one is an entry here and its name in shared/async-actions.ts. */
export const actionTypes: Record<AsyncActionType, ActionType> = {
  'ORDERS.IMPORT': ordersImport,
  'CUSTOMERS.IMPORT_CSV': customersImport,
  'CUSTOMERS.BULK_UPDATE': customersUpdate,
  'CUSTOMERS.METADATA_UPDATE': customersMetadata,
  'PRODUCTS.IMPORT_CSV': productsImport,
  'PRODUCTS.BULK_UPDATE': productsUpdate,
  'PRODUCTS.METADATA_UPDATE': productsMetadata,
  'SKUS.IMPORT_CSV': skusImport,
};

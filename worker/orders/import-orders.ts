import { CreateOrder } from '../../shared/orders/orders.ts';
import { actionType } from '../async-actions/action-type.ts';
import { readRow } from '../async-actions/read-row.ts';
import { orderFormats } from '../imports/format-sets.ts';
import { csvOrders } from './csv-orders.ts';
import { requireOverrideScope } from './lines/override-scope.ts';
import { matchPosted, toOrderEntry } from './write/identify.ts';
import { writeOrderList } from './write/write-orders.ts';

/** Orders sent in bulk: each is written as a POST would, and keeps the people that it describes with their ids. */
export const ordersImport = actionType({
  name: 'ORDERS.IMPORT',
  readScope: 'orders:read',
  idKind: 'order',
  formats: orderFormats(CreateOrder, csvOrders),
  failed: 'first',
  toEntry: (row, { id: newId, place, at, by, key }) => {
    const order = readRow(CreateOrder, row, 'order');
    requireOverrideScope(key, order.items);
    return toOrderEntry(order, matchPosted(order), { at, by, place, newId, makesPeople: true });
  },
  write: writeOrderList,
});

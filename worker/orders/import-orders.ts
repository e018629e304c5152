import { CreateOrder } from '../../shared/orders/orders.ts';
import { actionType } from '../async-actions/action-type.ts';
import { readRow } from '../async-actions/read-row.ts';
import { ApiError } from '../http/errors.ts';
import { isOverride } from './order-lines.ts';
import { type OrderEntry, toOrderEntry } from './order-write.ts';
import { writeOrdersBeside } from './write-orders.ts';

/** Orders sent in bulk: each is written as a POST would, and keeps the people that it describes with their ids. */
export const ordersImport = actionType<OrderEntry>({
  readScope: 'orders:read',
  idKind: 'order',
  toEntry: (row, { id: newId, place, at, by, scopes }) => {
    const order = readRow(CreateOrder, row, 'order');
    if (order.items?.some(isOverride) && !scopes.includes('products:write')) {
      throw new ApiError('missing_scope', { details: 'override needs the scope products:write.' });
    }
    const { id, source_id: sourceId } = order;
    const match = {
      matchId: id ?? null,
      matchSourceId: id ? null : (sourceId ?? null),
      mustExist: false,
      ifMatch: null,
    };
    return toOrderEntry(order, match, { at, by, place, newId, makesPeople: true });
  },
  write: writeOrdersBeside,
});

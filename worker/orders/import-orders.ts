import { CreateOrder } from '../../shared/orders.ts';
import { actionType } from '../async-actions/action-type.ts';
import { ApiError, invalidField } from '../errors.ts';
import { isWellFormed, parse } from '../request.ts';
import { isOverride } from './order-lines.ts';
import { type OrderEntry, toOrderEntry } from './order-write.ts';
import { writeOrdersBeside } from './write-orders.ts';

/** What is written beside a failed row, and may come back with it. */
const IMPORT_ERROR = 'import_error';

/** Orders sent in bulk: each is written as a POST would, and keeps the people that it describes with their ids. */
export const ordersImport = actionType<OrderEntry>({
  readScope: 'orders:read',
  idKind: 'order',
  toEntry: ({ [IMPORT_ERROR]: reported, ...row }, { id: newId, place, at, by, scopes }) => {
    if (reported !== undefined && Object.keys(row).length === 0) {
      throw invalidField('invalid_payload', '', 'has no order beside what an earlier import said of it');
    }
    if (!isWellFormed(row)) throw invalidField('invalid_payload', '', 'has an unpaired surrogate escape');
    const order = parse(CreateOrder, row, 'invalid_payload');
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

import type { CreateSegment } from '../../shared/customers/segments.ts';
import type { Context } from '../http/context.ts';
import { keepReply } from '../idempotency/store.ts';
import { readIdempotency, writeOnce } from '../idempotency/write-once.ts';
import { newId } from '../identifiers.ts';
import { storeFilters } from '../lists/stored-filters.ts';
import { bindRows } from '../sql/json-columns.ts';
import {
  insertCustomers,
  insertSegment,
  refuseOneMore,
  refuseUnknownCustomers,
  type SegmentRow,
  type SegmentWrite,
  segmentById,
  segmentColumns,
  segmentSnapshot,
} from './store.ts';

const keep = keepReply<{ id: string }>(segmentSnapshot);

/**
 * Makes a segment in one D1 batch, once for its idempotency key.
 * @throws RefusalError invalid_payload where there are too many segments, or a customer is unknown;
 *   ApiError idempotency_key_reused
 */
export async function createSegment({
  request,
  target,
  body,
  caller,
  database,
}: Context<unknown, CreateSegment>): Promise<{ row: SegmentRow; replayed: boolean }> {
  const { name, type, filter, customers } = body;
  const write: SegmentWrite = {
    id: newId('segment'),
    name,
    type,
    at: Date.now(),
    filter: filter ? JSON.stringify(filter.sent) : null,
    conditions: filter ? storeFilters(filter.filters) : null,
  };
  const { id, at } = write;
  const list = customers ? [{ id, customers: JSON.stringify(customers) }] : [];
  const idempotency = await readIdempotency(request, { appId: caller.appId, target, body, at });
  return writeOnce(database, idempotency, {
    write: async () => {
      const { written } = await database.batch({
        once: idempotency.guards,
        limit: refuseOneMore({}),
        unknown: list.map(refuseUnknownCustomers),
        segment: insertSegment({ writes: bindRows([write]) }),
        members: list.map(insertCustomers),
        reply: idempotency.keep(keep, { id }),
        written: segmentById({ id }),
      });
      return written[0] as SegmentRow;
    },
    replay: (snapshot) => segmentColumns.read(snapshot),
  });
}

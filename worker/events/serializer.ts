import { CustomerEvent, OrderEvent } from '../../shared/events.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { CustomerEventRow, EventRow } from './store.ts';

/** An event's id: that of its order or customer, and its place among their events, which of an order is the version. */
export const eventId = (ownerId: string, place: number): string =>
  `${ownerId.replace(/^[a-z]+_/, 'evt_')}_${place}`;

/** The place that an event id names, or undefined if it is not an event of that order or customer. */
export function placeOfEvent(ownerId: string, id: string): number | undefined {
  const prefix = eventId(ownerId, 0).slice(0, -1);
  const place = id.startsWith(prefix) ? id.slice(prefix.length) : '';
  return /^[1-9]\d{0,14}$/.test(place) ? Number(place) : undefined;
}

const formatChange = (change: { field: string; old?: unknown; new?: unknown }) => {
  if (change.field !== 'created_at') return change;
  return {
    field: change.field,
    old: formatTimestamp(Number(change.old)),
    new: formatTimestamp(Number(change.new)),
  };
};

function toChanges(changes: string): OrderEvent['data']['changes'] {
  const parsed: Parameters<typeof formatChange>[0][] = JSON.parse(changes);
  return parsed.map(formatChange);
}

const toSource = ({ keyId, keyName, appId }: EventRow | CustomerEventRow): OrderEvent['event_source'] => ({
  channel: 'API',
  ...(keyId && keyName && appId && { api_key: { id: keyId, name: keyName, app_id: appId } }),
});

export function toOrderEvent(orderId: string, row: EventRow): OrderEvent {
  return {
    id: eventId(orderId, row.version),
    type: OrderEvent.shape.type.parse(row.type),
    created_at: formatTimestamp(row.createdAt),
    data: { order: { id: orderId, object: 'order' }, changes: toChanges(row.changes) },
    event_source: toSource(row),
  };
}

export function toCustomerEvent(customerId: string, row: CustomerEventRow): CustomerEvent {
  const { orderId } = row;
  return {
    id: eventId(customerId, row.number),
    type: CustomerEvent.shape.type.parse(row.type),
    created_at: formatTimestamp(row.createdAt),
    data: {
      data: {
        customer: { id: customerId, object: 'customer' },
        ...(orderId !== null && { order: { id: orderId, object: 'order' } }),
        changes: toChanges(row.changes),
      },
      event_source: toSource(row),
    },
  };
}

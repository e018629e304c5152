import { OrderEvent } from '../../shared/events.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { EventRow } from './store.ts';

/** An event's id: the order's own, and the version that the change made. */
export const eventId = (orderId: string, version: number): string =>
  `${orderId.replace(/^ord_/, 'evt_')}_${version}`;

/** The version that an event id names, or undefined if it is not an event of that order. */
export function versionOfEvent(orderId: string, id: string): number | undefined {
  const prefix = eventId(orderId, 0).slice(0, -1);
  const version = id.startsWith(prefix) ? id.slice(prefix.length) : '';
  return /^[1-9]\d{0,14}$/.test(version) ? Number(version) : undefined;
}

const formatChange = (change: { field: string; old?: unknown; new?: unknown }) => {
  if (change.field !== 'created_at') return change;
  return {
    field: change.field,
    old: formatTimestamp(Number(change.old)),
    new: formatTimestamp(Number(change.new)),
  };
};

export function toOrderEvent(orderId: string, row: EventRow): OrderEvent {
  const { keyId, keyName, appId } = row;
  const changes: Parameters<typeof formatChange>[0][] = JSON.parse(row.changes);
  return {
    id: eventId(orderId, row.version),
    type: OrderEvent.shape.type.parse(row.type),
    created_at: formatTimestamp(row.createdAt),
    data: { order: { id: orderId, object: 'order' }, changes: changes.map(formatChange) },
    event_source: {
      channel: 'API',
      ...(keyId && keyName && appId && { api_key: { id: keyId, name: keyName, app_id: appId } }),
    },
  };
}

import type * as z from 'zod';
import type { ActivityQuery } from '../../shared/events.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { orderOfActivity } from '../orders/store.ts';
import { json } from '../response.ts';
import { invalidCursor, toPage } from '../sql/pagination.ts';
import { eventId, toOrderEvent, versionOfEvent } from './serializer.ts';
import { eventsOfOrder } from './store.ts';

/** What happened to an order, newest first. */
export async function getOrderActivity(context: Context<z.infer<typeof ActivityQuery>>): Promise<Response> {
  const { database, params, query } = context;
  const { orderId = '' } = params;
  const order = await database.first(orderOfActivity({ id: orderId }));
  if (!order) throw notFound('order', orderId);
  const after = query.starting_after_id;
  const before = after === undefined ? order.version + 1 : versionOfEvent(order.id, after);
  if (before === undefined || before > order.version + 1) throw invalidCursor(after ?? '');
  const [rows] = await database.batch([
    eventsOfOrder({ orderSeq: order.seq, before, limit: query.limit + 1 }),
  ]);
  const { items, ...more } = toPage(rows, query.limit, ({ version }) => eventId(order.id, version));
  const data = items.map((row) => toOrderEvent(order.id, row));
  return json({ object: 'list', data_ref: 'data', data, ...more });
}

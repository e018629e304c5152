import type * as z from 'zod';
import type { ActivityQuery, CustomerActivityQuery } from '../../shared/events.ts';
import { MAX_OF_MOMENT } from '../../shared/limits.ts';
import { customerById } from '../customers/store.ts';
import type { Database } from '../database.ts';
import type { Context } from '../http/context.ts';
import { invalidField, notFound } from '../http/errors.ts';
import { json } from '../http/response.ts';
import { invalidCursor } from '../lists/cursor.ts';
import { toPage } from '../lists/page.ts';
import { orderOfActivity } from '../orders/stores/store.ts';
import { eventId, placeOfEvent, toCustomerEvent, toOrderEvent } from './serializer.ts';
import {
  type CustomerEventRow,
  type CustomerEventsWindow,
  eventsOfOrder,
  lastEventOfCustomer,
  newestEventsOfCustomer,
  oldestEventsOfCustomer,
} from './store.ts';

/** What happened to an order, newest first. */
export async function getOrderActivity(context: Context<z.infer<typeof ActivityQuery>>): Promise<Response> {
  const { database, params, query } = context;
  const { orderId = '' } = params;
  const order = await database.first(orderOfActivity({ id: orderId }));
  if (!order) throw notFound('order', orderId);
  const after = query.starting_after_id;
  const before = after === undefined ? order.version + 1 : placeOfEvent(order.id, after);
  if (before === undefined || before > order.version + 1) throw invalidCursor(after ?? '');
  const [rows] = await database.batch([
    eventsOfOrder({ orderSeq: order.seq, before, limit: query.limit + 1 }),
  ]);
  const { items, ...more } = toPage(rows, query.limit, ({ version }) => eventId(order.id, version));
  const data = items.map((row) => toOrderEvent(order.id, row));
  return json({ object: 'list', data_ref: 'data', data, ...more });
}

/** What a query about campaigns or effects asks for is never there. */
const asksForNothing = ({
  category,
  campaign_id,
  campaign_type,
  product_id,
}: CustomerActivityQuery): boolean =>
  category === 'EFFECT' || [campaign_id, campaign_type, product_id].some((value) => value !== undefined);

/** The moments that a query asks for, in milliseconds and inclusive; null does not ask. */
function toRange({ order, start_date, end_date, starting_after }: CustomerActivityQuery) {
  const bounds = [start_date ?? null, end_date ?? null] as const;
  if (starting_after === undefined) return { from: bounds[0], to: bounds[1] };
  if (order === 'created_at') return { from: Math.max(bounds[0] ?? 0, starting_after + 1), to: bounds[1] };
  return { from: bounds[0], to: Math.min(bounds[1] ?? Number.MAX_SAFE_INTEGER, starting_after - 1) };
}

type Events = typeof newestEventsOfCustomer;

/**
 * The rest of the events of the moment of a page's last one, and whether there are others beyond it: whoever goes on from a moment would
 * lose them.
 * @throws ApiError invalid_query_params where they are too many for one page
 */
async function restOfMoment(
  database: Database,
  query: CustomerActivityQuery,
  { events, window, last }: { events: Events; window: CustomerEventsWindow; last: CustomerEventRow },
) {
  const at = last.createdAt;
  const { rest, next } = await database.batch({
    rest: events({ ...window, after: last.number, from: at, to: at, limit: MAX_OF_MOMENT + 1 }),
    next: events({ ...window, ...toRange({ ...query, starting_after: at }), limit: 1 }),
  });
  if (rest.length > MAX_OF_MOMENT) {
    const message = `more than ${MAX_OF_MOMENT} events happened in one moment; use starting_after_id`;
    throw invalidField('invalid_query_params', 'starting_after', message);
  }
  return { rest, has_more: next.length > 0 };
}

async function readCustomerActivity({ database, params, query }: Context<CustomerActivityQuery>) {
  const { customerId = '' } = params;
  const customer = await database.first(customerById({ id: customerId }));
  if (!customer) throw notFound('customer', customerId);
  const { id } = customer;
  const cursor = query.starting_after_id;
  const after = cursor === undefined ? null : placeOfEvent(id, cursor);
  if (after === undefined) throw invalidCursor(cursor ?? '');
  const events = query.order === 'created_at' ? oldestEventsOfCustomer : newestEventsOfCustomer;
  const window = {
    customerId: id,
    after,
    type: query.type ?? null,
    ...toRange(query),
    limit: query.limit + 1,
  };
  const [found, [last]] = await database.batch([events(window), lastEventOfCustomer({ customerId: id })]);
  if (after !== null && after > (last?.number ?? 0)) throw invalidCursor(cursor ?? '');
  const rows = asksForNothing(query) ? [] : found;
  const cursorOf = ({ number }: CustomerEventRow) => eventId(id, number);
  const { items, ...more } = toPage(rows, query.limit, cursorOf);
  const reply = (shown: readonly CustomerEventRow[], paging: object) => ({
    reply: {
      object: 'list',
      data_ref: 'data',
      data: shown.map((row) => toCustomerEvent(id, row)),
      ...paging,
    },
    total: last?.number ?? 0,
  });
  const edge = items.at(-1);
  if (query.starting_after === undefined || !more.has_more || !edge) return reply(items, more);
  const { rest, has_more } = await restOfMoment(database, query, { events, window, last: edge });
  const shown = [...items, ...rest];
  return reply(shown, { has_more, ...(has_more && { more_starting_after: cursorOf(shown.at(-1) ?? edge) }) });
}

/** What happened to a customer and its orders, newest first unless asked otherwise. */
export async function getCustomerActivity(context: Context<CustomerActivityQuery>): Promise<Response> {
  return json((await readCustomerActivity(context)).reply);
}

/** The same with the number of all events of the customer, as older clients expect. */
export async function getCustomerActivities(context: Context<CustomerActivityQuery>): Promise<Response> {
  const { reply, total } = await readCustomerActivity(context);
  return json({ ...reply, total });
}

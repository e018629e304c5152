import type { ListOrdersQuery } from '../../shared/orders/list-orders-query.ts';
import type { CreateOrder, UpdateOrder } from '../../shared/orders/orders.ts';
import { acceptBody } from '../async-actions/accept/accept-body.ts';
import type { Context } from '../http/context.ts';
import { notFound } from '../http/errors.ts';
import { parseIfMatch } from '../http/etag.ts';
import { json } from '../http/response.ts';
import { readIdempotency, writeOnce } from '../idempotency/write-once.ts';
import { hideDeletedCustomers } from './hide-deleted-customers.ts';
import { ordersImport } from './import-orders.ts';
import { requireOverrideScope } from './lines/override-scope.ts';
import { listOrders } from './list-orders.ts';
import { toOrder } from './serializer.ts';
import { type OrderRow, orderById, orderColumns } from './stores/store.ts';
import type { WrittenOrder } from './write/answer.ts';
import { matchPosted, type OrderMatch, toOrderEntry } from './write/identify.ts';
import { writeOrders } from './write/write-orders.ts';

const orderReply = (row: OrderRow, replayed = false): Response =>
  json(toOrder(row), { version: row.version, replayed });

async function writeOrder(
  context: Context<unknown, CreateOrder | UpdateOrder>,
  match: Omit<OrderMatch, 'ifMatch'>,
): Promise<Response> {
  const { request, target, body, caller, database } = context;
  requireOverrideScope(caller, body.items);
  const at = Date.now();
  const ifMatch = parseIfMatch(request.headers.get('If-Match'));
  const entry = toOrderEntry(body, { ...match, ifMatch }, { at, by: caller.keyId, place: 0 });
  const idempotency = await readIdempotency(request, { appId: caller.appId, target, body, at });
  const { row, replayed } = await writeOnce(database, idempotency, {
    write: async () => {
      const [written] = await writeOrders(database, [entry], idempotency);
      return (written as WrittenOrder).order;
    },
    replay: (reply) => hideDeletedCustomers(database, orderColumns.read(reply)),
  });
  return orderReply(row, replayed);
}

/** Creates the order, or updates the one that its id or source_id names. */
export function createOrder(context: Context<unknown, CreateOrder>): Promise<Response> {
  return writeOrder(context, matchPosted(context.body));
}

export function updateOrder(context: Context<unknown, UpdateOrder>): Promise<Response> {
  const { orderId = '' } = context.params;
  return writeOrder(context, { matchId: orderId, matchSourceId: orderId, mustExist: true });
}

export async function getOrder({ params, database }: Context): Promise<Response> {
  const { orderId = '' } = params;
  const row = await database.first(orderById({ id: orderId }));
  if (!row) throw notFound('order', orderId);
  return orderReply(row);
}

/** Takes orders in bulk, to be written by the queue. */
export const importOrders = (context: Context): Promise<Response> => acceptBody(context, ordersImport);

export async function getOrders({ query, database }: Context<ListOrdersQuery>): Promise<Response> {
  return json(await listOrders(database, query, Date.now()));
}

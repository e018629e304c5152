import type * as z from 'zod';
import type { ListOrdersQuery, OrderList } from '../../shared/orders.ts';
import type { Database } from '../database.ts';
import { invalidCursor, toPage } from '../pagination.ts';
import { toOrder } from './serializer.ts';
import { countOrders, newestOrders, newestOrdersAfter, orderCursor } from './store.ts';

/**
 * A page of orders, newest first.
 * @throws ApiError invalid_query_params where the cursor names no order
 */
export async function listOrders(
  database: Database,
  query: ListOrdersQuery,
): Promise<z.infer<typeof OrderList>> {
  const { limit, starting_after_id: after } = query;
  const cursor = after === undefined ? undefined : await database.first(orderCursor({ id: after }));
  if (after !== undefined && !cursor) throw invalidCursor(after);
  const page = cursor
    ? newestOrdersAfter({ limit: limit + 1, ...cursor })
    : newestOrders({ limit: limit + 1 });
  const [rows, [count]] = await database.batch([page, countOrders({})]);
  const { items, ...more } = toPage(rows, limit, (row) => row.id);
  return {
    object: 'list',
    data_ref: 'orders',
    orders: items.map(toOrder),
    total: count?.total ?? 0,
    ...more,
  };
}

import type { ListOrdersQuery, OrderList } from '../../shared/orders/orders.ts';
import type { Database } from '../database.ts';
import { readList } from '../lists/read-list.ts';
import { toOrder } from './serializer.ts';
import { orderList, statusCounts } from './stores/list-store.ts';
import { bySearch } from './stores/search-store.ts';

/**
 * A page of orders, in one round trip with the total and the counts by status. A second is taken by a cursor that nothing
 * comes after, and by a search that finds more than it takes from the indexes.
 * @throws ApiError invalid_query_params where the cursor names no order
 */
export async function listOrders(
  database: Database,
  query: ListOrdersQuery,
  now: number,
): Promise<OrderList> {
  const read = (walks: boolean) =>
    readList(database, query, orderList, {
      narrowing: bySearch(query.q, walks),
      extras: query.counts === 'true' ? [statusCounts({})] : [],
      now,
    });
  let list = await read(false);
  if (list.counted?.isBroad === 1) list = await read(true);
  const { items, paging, counted, extras } = list;
  const [counts] = extras.flat() as NonNullable<OrderList['counts']>[];
  const cut = counted?.isCut === 1 ? { total_capped: true as const } : {};
  return { ...paging, ...cut, data_ref: 'orders', orders: items.map(toOrder), ...(counts && { counts }) };
}

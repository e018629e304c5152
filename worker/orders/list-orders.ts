import type { ListOrdersQuery, OrderList } from '../../shared/orders/orders.ts';
import type { Database } from '../database.ts';
import { readList } from '../lists/read-list.ts';
import { combineFilters, rangeShortcut, shortcut } from '../lists/shortcuts.ts';
import { toOrder } from './serializer.ts';
import {
  type OrderSelection,
  orderExists,
  ordersPage,
  ordersTotal,
  statusCounts,
} from './stores/list-store.ts';

/** One batch: the page, its total, which also says whether a search is too broad for this, and the counts by status. */
async function readPage(database: Database, query: ListOrdersQuery, selection: OrderSelection) {
  const { items, paging, counted, extras } = await readList(database, query, {
    page: (window) => ordersPage(selection, window),
    total: ordersTotal(selection),
    exists: orderExists,
    extras: query.counts === 'true' ? [statusCounts({})] : [],
  });
  const [counts] = extras.flat() as NonNullable<OrderList['counts']>[];
  const cut = counted?.isCut === 1 ? { total_capped: true as const } : {};
  return { items, paging: { ...paging, ...cut }, counts, isTooBroad: counted?.isBroad === 1 };
}

/**
 * A page of orders, in one round trip. A second is taken by a cursor that nothing comes after, and by a search that
 * finds more than it takes from the indexes.
 * @throws ApiError invalid_query_params where the cursor names no order
 */
export async function listOrders(
  database: Database,
  query: ListOrdersQuery,
  now: number,
): Promise<OrderList> {
  const { order, q } = query;
  const filters = combineFilters(query.filters, [
    ...shortcut('customer', '$is', query.customer),
    ...shortcut('status', '$is', query.status),
    ...rangeShortcut('created_at', query.created_at),
  ]);
  const selection = { order, q, now, isBroad: false, filters };
  let page = await readPage(database, query, selection);
  if (page.isTooBroad) page = await readPage(database, query, { ...selection, isBroad: true });
  const { items, paging, counts } = page;
  return { ...paging, data_ref: 'orders', orders: items.map(toOrder), ...(counts && { counts }) };
}

import type { Condition, Filters } from '../../shared/filters.ts';
import type { ListOrdersQuery, OrderList } from '../../shared/orders.ts';
import type { Database } from '../database.ts';
import { readList } from '../read-list.ts';
import {
  isBroadSearch,
  type OrderSelection,
  orderExists,
  ordersPage,
  ordersTotal,
  statusCounts,
} from './list-store.ts';
import { toOrder } from './serializer.ts';

/** The conditions of the parameters beside `filters`. */
function shortcuts({ customer, status, created_at: createdAt }: ListOrdersQuery): Condition[] {
  const condition = (field: string, operator: Condition['operator'], value: string | number | undefined) =>
    value === undefined ? [] : [{ field, operator, values: [value] }];
  return [
    ...condition('customer', '$is', customer),
    ...condition('status', '$is', status),
    ...condition('created_at', '$after', createdAt?.after),
    ...condition('created_at', '$before', createdAt?.before),
  ];
}

/** Filters that must all hold become one expression, so that only one of them chooses the index. */
function combine(filters: Filters | undefined, others: Condition[]): Filters[] {
  if (!filters || filters.junction === 'and') {
    return [{ junction: 'and', conditions: [...others, ...(filters?.conditions ?? [])] }];
  }
  return [{ junction: 'and', conditions: others }, filters];
}

/** One batch: the page, its total, and, for a search not yet known to be broad, whether it is. */
async function readPage(database: Database, query: ListOrdersQuery, selection: OrderSelection) {
  const { q, isBroad } = selection;
  const breadthOf = q !== undefined && !isBroad ? [isBroadSearch(q)] : [];
  const countsOf = query.counts === 'true' ? [statusCounts({})] : [];
  const { items, paging, extras } = await readList(database, query, {
    page: (window) => ordersPage(selection, window),
    total: ordersTotal(selection),
    exists: orderExists,
    extras: [...breadthOf, ...countsOf],
  });
  const [breadth] = extras.slice(0, breadthOf.length).flat() as { isBroad: number }[];
  const [counts] = extras.slice(breadthOf.length).flat() as NonNullable<OrderList['counts']>[];
  return { items, paging, counts, isTooBroad: breadth?.isBroad === 1 };
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
  const selection = { order, q, now, isBroad: false, filters: combine(query.filters, shortcuts(query)) };
  let page = await readPage(database, query, selection);
  if (page.isTooBroad) page = await readPage(database, query, { ...selection, isBroad: true });
  const { items, paging, counts } = page;
  return { data_ref: 'orders', orders: items.map(toOrder), ...paging, ...(counts && { counts }) };
}

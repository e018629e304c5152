import type { Condition, Filters } from '../../shared/filters.ts';
import type { ListOrdersQuery, OrderList } from '../../shared/orders.ts';
import type { Database } from '../database.ts';
import { invalidCursor, toPage } from '../sql/pagination.ts';
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
  const { limit, page = 1, starting_after_id: after = null, counts } = query;
  const { statement, cap } = ordersTotal(selection);
  const { q, isBroad } = selection;
  const breadthOf = q !== undefined && !isBroad ? [isBroadSearch(q)] : [];
  const countsOf = counts === 'true' ? [statusCounts({})] : [];
  const [rows, [counted], ...extras] = await database.batch([
    ordersPage(selection, { limit: limit + 1, offset: (page - 1) * limit, after }),
    statement,
    ...breadthOf,
    ...countsOf,
  ]);
  const [breadth] = extras.slice(0, breadthOf.length).flat() as { isBroad: number }[];
  const [byStatus] = extras.slice(breadthOf.length).flat() as NonNullable<OrderList['counts']>[];
  const total = counted?.total ?? 0;
  return {
    rows,
    total: { total: Math.min(total, cap), ...(total > cap && { total_capped: true as const }) },
    ...(byStatus && { counts: byStatus }),
    isTooBroad: breadth?.isBroad === 1,
  };
}

/**
 * A page of orders, in one round trip. A second is taken by a cursor that nothing comes after, to see whether it
 * exists, and by a search that finds more than it takes from the indexes.
 * @throws ApiError invalid_query_params where the cursor names no order
 */
export async function listOrders(
  database: Database,
  query: ListOrdersQuery,
  now: number,
): Promise<OrderList> {
  const { limit, order, q, starting_after_id: after } = query;
  const selection = { order, q, now, isBroad: false, filters: combine(query.filters, shortcuts(query)) };
  let page = await readPage(database, query, selection);
  if (page.isTooBroad) page = await readPage(database, query, { ...selection, isBroad: true });
  const { rows, total, counts } = page;
  if (after !== undefined && rows.length === 0 && !(await database.first(orderExists({ id: after })))) {
    throw invalidCursor(after);
  }
  const { items, ...more } = toPage(rows, limit, ({ id }) => id);
  return {
    object: 'list',
    data_ref: 'orders',
    orders: items.map(toOrder),
    ...total,
    ...more,
    ...(counts && { counts }),
  };
}

import type { Condition, Filters } from '../../shared/filters.ts';
import type { ListOrdersQuery, OrderList } from '../../shared/orders.ts';
import type { Database } from '../database.ts';
import { invalidCursor, toPage } from '../pagination.ts';
import { type OrderSelection, orderExists, ordersPage, ordersTotal, statusCounts } from './list-store.ts';
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

/**
 * A page of orders, in one round trip; a cursor that nothing comes after takes a second, to see whether it exists.
 * @throws ApiError invalid_query_params where the cursor names no order
 */
export async function listOrders(
  database: Database,
  query: ListOrdersQuery,
  now: number,
): Promise<OrderList> {
  const { limit, page = 1, order, q, starting_after_id: after = null } = query;
  const selection: OrderSelection = { order, q, now, filters: combine(query.filters, shortcuts(query)) };
  const { statement: totalStatement, cap } = ordersTotal(selection);
  const wantsCounts = query.counts === 'true';
  const [rows, [counted], counts] = await database.batch([
    ordersPage(selection, { limit: limit + 1, offset: (page - 1) * limit, after }),
    totalStatement,
    ...(wantsCounts ? [statusCounts({})] : []),
  ]);
  if (after !== null && rows.length === 0 && !(await database.first(orderExists({ id: after })))) {
    throw invalidCursor(after);
  }
  const { items, ...more } = toPage(rows, limit, ({ id }) => id);
  const total = counted?.total ?? 0;
  return {
    object: 'list',
    data_ref: 'orders',
    orders: items.map(toOrder),
    total: Math.min(total, cap),
    ...(total > cap && { total_capped: true }),
    ...more,
    ...(counts?.[0] && { counts: counts[0] }),
  };
}

import { type SQL, sql } from 'drizzle-orm';
import type { Condition, Filters } from '../../shared/filters.ts';
import type { SortOrder } from '../../shared/lists.ts';
import { OrderStatus } from '../../shared/orders.ts';
import { build, compile, type Statement } from '../database.ts';
import { compileFilters, type FilterColumn, findAnchor } from '../sql/filters.ts';
import { countQuery, type Listing, MAX_COUNTED, type PageWindow, pageQuery } from '../sql/pagination.ts';
import { type OrderRow, selected } from './store.ts';

/** Up to how many orders a search takes from the index of ids, and as many from that of source_ids. */
const MAX_FOUND = 200;

const NEVER_CHANGED = sql`orders.updated_at IS NULL`;
const CHANGED = sql`orders.updated_at IS NOT NULL`;

const listing: Listing = {
  table: sql`orders`,
  select: selected,
  sorts: {
    created_at: {
      combine: 'merge',
      parts: [
        { where: NEVER_CHANGED, keys: ['created_at', 'position'] },
        { where: CHANGED, keys: ['created_at', 'position'] },
      ],
    },
    updated_at: {
      combine: 'sequence',
      parts: [
        { where: CHANGED, keys: ['updated_at', 'created_at', 'position'] },
        {
          where: NEVER_CHANGED,
          keys: ['created_at', 'position'],
          cursorKeys: (edge) => [sql`iif(updated_at IS NULL, created_at, ${edge})`, sql`position`],
        },
      ],
    },
  },
};

const itself = (value: SQL): SQL => value;
const customerBySourceId = (value: SQL): SQL => sql`(SELECT id FROM customers WHERE source_id = ${value})`;
const customerColumn = (name: string): SQL =>
  sql.raw(`(SELECT ${name} FROM customers WHERE customers.id = orders.customer_id)`);

/** The fields of shared/orders.ts in SQL; `customer` is the shortcut by id or source_id. An earlier anchor is preferred. */
const columns: Record<string, FilterColumn> = {
  customer: {
    column: sql`orders.customer_id`,
    anchor: {
      column: sql`orders.customer_id`,
      value: (value) =>
        sql`coalesce((SELECT id FROM customers WHERE id = ${value}), ${customerBySourceId(value)})`,
    },
  },
  customer_id: {
    column: sql`orders.customer_id`,
    anchor: { column: sql`orders.customer_id`, value: itself },
  },
  'customer.source_id': {
    column: customerColumn('source_id'),
    anchor: { column: sql`orders.customer_id`, value: customerBySourceId },
  },
  referrer_id: {
    column: sql`orders.referrer_id`,
    anchor: { column: sql`orders.referrer_id`, value: itself },
  },
  status: { column: sql`orders.status`, anchor: { column: sql`orders.status`, value: itself } },
  source_id: { column: sql`orders.source_id`, anchor: { column: sql`orders.source_id`, value: itself } },
  'customer.email': { column: customerColumn('email') },
  created_at: { column: sql`orders.created_at`, rangeOf: 'created_at' },
  updated_at: { column: sql`orders.updated_at`, rangeOf: 'updated_at' },
  amount: { column: sql`orders.amount` },
  initial_amount: { column: sql`orders.initial_amount` },
  discount_amount: { column: sql`orders.discount_amount` },
  items_discount_amount: { column: sql`orders.items_discount_amount` },
  total_discount_amount: { column: sql`orders.total_discount_amount` },
  total_amount: { column: sql`orders.total_amount` },
  items_count: { column: sql`orders.items_count` },
};

/** What a list of orders asks for; every expression must hold. */
export interface OrderSelection {
  order: SortOrder;
  filters: readonly Filters[];
  /** The beginning of an id or source_id. */
  q: string | undefined;
  /** Whether `q` finds so many that they are met soon enough by walking the list in its order. */
  isBroad: boolean;
  /** Milliseconds: what "days ago" counts from. */
  now: number;
}

const beginsWith = (column: SQL, q: string): SQL =>
  sql`(${column} >= ${q} AND ${column} < ${q} || char(1114111))`;

function whereOf({ filters, order, now, q, isBroad }: OrderSelection): SQL[] {
  const options = { metadata: sql`orders.metadata`, now, sort: order.replace(/^-/, '') };
  const conditions = filters.flatMap((expression) => compileFilters(expression, columns, options) ?? []);
  if (q === undefined || !isBroad) return conditions;
  return [
    ...conditions,
    sql`(${beginsWith(sql`+orders.id`, q)} OR ${beginsWith(sql`+orders.source_id`, q)})`,
  ];
}

const foundBy = (column: SQL, q: string): SQL =>
  sql`SELECT * FROM (SELECT seq FROM orders WHERE ${beginsWith(column, q)} LIMIT ${MAX_FOUND + 1})`;

/** The orders that a search finds, for a query that then takes its rows from them. */
const found = (q: string): SQL =>
  sql`WITH found AS MATERIALIZED (${foundBy(sql`id`, q)} UNION ${foundBy(sql`source_id`, q)})`;
const FROM_FOUND = sql`found CROSS JOIN orders ON orders.seq = found.seq`;

/** Whether a search finds more than `found` takes, so that the list has to be walked instead. */
export const isBroadSearch = (q: string): Statement<{ isBroad: number }> =>
  build(sql`SELECT max(total) > ${MAX_FOUND} AS "isBroad" FROM (
    SELECT count(*) AS total FROM (${foundBy(sql`id`, q)}) UNION ALL SELECT count(*) FROM (${foundBy(sql`source_id`, q)}))`);

const plainPages = new Map<string, (window: Record<string, unknown>) => Statement<OrderRow>>();

/** A page without conditions: there are few of these, and they are asked for most, so each is compiled once. */
function plainPage(
  order: SortOrder,
  hasCursor: boolean,
): (window: Record<string, unknown>) => Statement<OrderRow> {
  const name = `${order} ${hasCursor}`;
  const page = plainPages.get(name) ?? compile(pageQuery(listing, { order, hasCursor, where: [] }));
  plainPages.set(name, page);
  return page;
}

/** One page, of up to `limit` rows. */
export function ordersPage(selection: OrderSelection, window: PageWindow): Statement<OrderRow> {
  const { order, q, isBroad } = selection;
  const where = whereOf(selection);
  const hasCursor = window.after !== null;
  if (where.length === 0 && q === undefined) return plainPage(order, hasCursor)({ ...window });
  const request = { order, where, hasCursor };
  if (q === undefined || isBroad) return build(pageQuery(listing, request), { ...window });
  return build(sql`${found(q)} ${pageQuery(listing, { ...request, from: FROM_FOUND })}`, { ...window });
}

const statusCount = (status: OrderStatus): SQL => sql.raw(status.toLowerCase());

/** The kept counters of the statuses that the conditions let through. */
function countByStatus(filters: Filters, now: number): SQL {
  const terms = OrderStatus.options.map((status) => {
    const literal = sql.raw(`'${status}'`);
    const column = { column: literal, anchor: { column: literal, value: itself } };
    const condition = compileFilters(filters, { status: column }, { metadata: sql`NULL`, now, sort: '' });
    return condition ? sql`iif(${condition}, ${statusCount(status)}, 0)` : statusCount(status);
  });
  return sql`SELECT ${sql.join(terms, sql` + `)} AS total FROM order_counts`;
}

/** The kept count of a customer's or referrer's orders, or undefined where none is kept for the condition. */
function countByPerson(condition: Condition): SQL | undefined {
  const name = condition.field === 'referrer_id' ? 'referred_orders_count' : 'all_orders_count';
  const anchor = columns[condition.field]?.anchor;
  if (!anchor || !/^(customer|customer_id|customer\.source_id|referrer_id)$/.test(condition.field))
    return undefined;
  return sql`SELECT coalesce(sum(${sql.raw(name)}), 0) AS total FROM customers
    WHERE id = ${anchor.value(sql`${condition.values[0]}`)}`;
}

/** How many orders a selection has; `cap` is the number above which it says no more than that there are more. */
export interface Total {
  statement: Statement<{ total: number }>;
  cap: number;
}

const countAll = compile<Record<never, never>, { total: number }>(
  sql`SELECT ${sql.join(OrderStatus.options.map(statusCount), sql` + `)} AS total FROM order_counts`,
);

/** The total of a selection: a kept count, which is exact, where there is one, else counted up to the cap. */
export function ordersTotal(selection: OrderSelection): Total {
  const { filters, order, q, isBroad, now } = selection;
  const [only = { junction: 'and', conditions: [] }, ...others] = filters.filter(
    ({ conditions }) => conditions.length > 0,
  );
  const counted = (from?: SQL): SQL =>
    countQuery(listing, { order, where: whereOf(selection), ...(from && { from }) });
  if (q !== undefined) {
    const count = isBroad ? counted() : sql`${found(q)} ${counted(FROM_FOUND)}`;
    return { statement: build(count), cap: MAX_COUNTED };
  }
  if (only.conditions.length === 0) return { statement: countAll({}), cap: Number.POSITIVE_INFINITY };
  const anchor = only.conditions.length === 1 ? findAnchor(only, columns) : undefined;
  const isByStatus = only.conditions.every(({ field }) => field === 'status');
  const kept =
    others.length > 0 ? undefined : isByStatus ? countByStatus(only, now) : anchor && countByPerson(anchor);
  if (kept) return { statement: build(kept), cap: Number.POSITIVE_INFINITY };
  return { statement: build(counted()), cap: MAX_COUNTED };
}

export const statusCounts = compile<Record<never, never>, Record<OrderStatus, number>>(
  sql`SELECT ${sql.join(
    OrderStatus.options.map((status) => sql`${statusCount(status)} AS ${sql.identifier(status)}`),
    sql`, `,
  )} FROM order_counts`,
);

/** Whether there is an order of that id, for a cursor that nothing came after. */
export const orderExists = compile<{ id: string }, { id: string }>(
  sql`SELECT id FROM orders WHERE id = ${sql.placeholder('id')}`,
);

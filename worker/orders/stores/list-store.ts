import { type SQL, sql } from 'drizzle-orm';
import type { Condition, Filters } from '../../../shared/filters.ts';
import { MAX_CANDIDATES, MAX_FOUND_ORDERS } from '../../../shared/limits.ts';
import type { SortOrder } from '../../../shared/lists.ts';
import { OrderStatus } from '../../../shared/orders/orders.ts';
import { compile, type Statement } from '../../database.ts';
import { compileFilters, type FilterColumn } from '../../lists/filters.ts';
import { activeFilters, keptTotal, ListQueries, type Selection, type Total } from '../../lists/listing.ts';
import { type Listing, type PageWindow, timeSorts } from '../../lists/pagination.ts';
import { beginsWith, candidateRows } from '../../lists/search-index.ts';
import { type OrderRow, selected } from './store.ts';

const listing: Listing = { table: sql`orders`, select: selected, sorts: timeSorts('orders') };

const itself = (value: SQL): SQL => value;
/** The id, unless the customer was deleted and the sweep has not been at all orders yet. */
const customerById = (value: SQL): SQL =>
  sql`(SELECT ${value} WHERE NOT EXISTS (SELECT 1 FROM removed_customers WHERE id = ${value}))`;
const customerBySourceId = (value: SQL): SQL => sql`(SELECT id FROM customers WHERE source_id = ${value})`;
const customerColumn = (name: string): SQL =>
  sql.raw(`(SELECT ${name} FROM customers WHERE customers.id = orders.customer_id)`);

/**
 * The fields of shared/orders.ts in SQL; `customer` is the shortcut by id or source_id. An earlier anchor is
 * preferred.
 */
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
    anchor: { column: sql`orders.customer_id`, value: customerById },
  },
  'customer.source_id': {
    column: customerColumn('source_id'),
    anchor: { column: sql`orders.customer_id`, value: customerBySourceId },
  },
  referrer_id: {
    column: sql`orders.referrer_id`,
    anchor: { column: sql`orders.referrer_id`, value: customerById },
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

export const orderQueries = new ListQueries<OrderRow>(listing, columns);
export const { exists: orderExists } = orderQueries;

/** What a list of orders asks for. */
export interface OrderSelection extends Selection {
  order: SortOrder;
  /** The beginning of an id or source_id, or any three characters or more of its customer. */
  q: string | undefined;
  /** Whether `q` finds so many that they are met soon enough by walking the list in its order. */
  isBroad: boolean;
}

/** The customers whom a search may mean, as `people`. */
const people = (q: string): SQL =>
  sql`WITH people AS MATERIALIZED (SELECT id FROM customers WHERE seq IN (${candidateRows('customers', [sql`source_id`, sql`email`], q)}))`;
const OF_PEOPLE = sql`IN (SELECT id FROM people)`;

/** The ways in which a search finds orders, each by an index. */
const ways = (q: string): SQL[] => [
  beginsWith(sql`id`, q),
  beginsWith(sql`source_id`, q),
  sql`customer_id ${OF_PEOPLE}`,
];

/**
 * What the ways find, as `found`; more than MAX_FOUND_ORDERS of one means that the list has to be walked
 * instead.
 */
const found = (q: string): SQL =>
  sql`${people(q)}, ways AS MATERIALIZED (${sql.join(
    ways(q).map(
      (condition, way) =>
        sql`SELECT * FROM (SELECT seq, ${sql.raw(String(way))} AS way FROM orders WHERE ${condition} LIMIT ${MAX_FOUND_ORDERS + 1})`,
    ),
    sql` UNION ALL `,
  )}), found AS MATERIALIZED (SELECT DISTINCT seq FROM ways)`;
const isBroad = sql`EXISTS (SELECT 1 FROM ways GROUP BY way HAVING count(*) > ${sql.raw(String(MAX_FOUND_ORDERS))})`;
const isCut = sql`(SELECT count(*) FROM people) >= ${sql.raw(String(MAX_CANDIDATES))}`;

/**
 * A search as what narrows a list: the orders it finds, or, where those are too many, a condition on each.
 */
function narrowBySearch({ q, isBroad }: OrderSelection) {
  if (q === undefined) return {};
  if (!isBroad) {
    return {
      with: found(q),
      from: sql`found CROSS JOIN orders ON orders.seq = found.seq`,
    };
  }
  const condition = sql`(${beginsWith(sql`+orders.id`, q)} OR ${beginsWith(sql`+orders.source_id`, q)}
    OR +orders.customer_id ${OF_PEOPLE})`;
  return { with: people(q), where: [condition] };
}

/** One page, of up to `limit` rows. */
export const ordersPage = (selection: OrderSelection, window: PageWindow): Statement<OrderRow> =>
  orderQueries.page(selection, window, narrowBySearch(selection));

const statusCount = (status: OrderStatus): SQL => sql.raw(status.toLowerCase());
const statuses = sql.join(OrderStatus.options.map(statusCount), sql` + `);

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

const countAll = compile<Record<never, never>, { total: number }>(
  sql`SELECT ${statuses} AS total FROM order_counts`,
);

/** Of a search: 1 where an index has more orders than it takes, and 1 where it has left customers out. */
export interface SearchBreadth {
  isBroad?: number;
  isCut?: number;
}

/** The total of a selection: a kept count, which is exact, where there is one, else counted up to the cap. */
export function ordersTotal(selection: OrderSelection): Total<SearchBreadth> {
  if (selection.q !== undefined) {
    const cut = sql`${isCut} AS "isCut"`;
    const more = selection.isBroad ? cut : sql`${isBroad} AS "isBroad", ${cut}`;
    return orderQueries.count(selection, { ...narrowBySearch(selection), more });
  }
  const [only, ...others] = activeFilters(selection);
  if (!only) return { statement: countAll({}), cap: Number.POSITIVE_INFINITY };
  if (others.length === 0 && only.conditions.every(({ field }) => field === 'status'))
    return keptTotal(countByStatus(only, selection.now));
  const anchor = orderQueries.onlyAnchor(selection);
  const kept = anchor && countByPerson(anchor);
  return kept ? keptTotal(kept) : orderQueries.count(selection);
}

export const statusCounts = compile<Record<never, never>, Record<OrderStatus, number>>(
  sql`SELECT ${sql.join(
    OrderStatus.options.map((status) => sql`${statusCount(status)} AS ${sql.identifier(status)}`),
    sql`, `,
  )} FROM order_counts`,
);

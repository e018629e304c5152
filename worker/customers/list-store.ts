import { type SQL, sql } from 'drizzle-orm';
import { build, compile, type Statement } from '../database.ts';
import type { FilterColumn } from '../lists/filters.ts';
import { activeFilters, keptTotal, ListQueries, type Selection, type Total } from '../lists/listing.ts';
import { type PageWindow, timeSorts } from '../lists/pagination.ts';
import { candidateRows } from '../lists/search-index.ts';
import { type CustomerRow, customerColumns } from './store.ts';

const of = (column: string): FilterColumn => ({ column: sql.raw(`customers.${column}`) });
const indexed = (column: string): FilterColumn => ({
  ...of(column),
  anchor: { column: sql.raw(`customers.${column}`), value: (value) => value },
});
const ofAddress = (field: string): FilterColumn => ({
  column: sql.raw(`(customers.address ->> '$.${field}')`),
});
/** Those that have none come last, by insertion; in exports alone, since by name nothing is indexed. */
const nullsLast = (column: string) => ({
  combine: 'sequence' as const,
  parts: [
    { where: sql.raw(`customers.${column} IS NOT NULL`), keys: [column, 'position'] },
    {
      where: sql.raw(`customers.${column} IS NULL`),
      keys: ['seq'],
      cursorKeys: (edge: SQL) => [sql`iif(${sql.raw(column)} IS NULL, seq, ${edge})`],
    },
  ],
});

/** Rounded half up. */
export const averageAmount = sql`iif(customers.orders_count > 0,
  (2 * customers.orders_total_amount + customers.orders_count) / (2 * customers.orders_count), 0)`;

/** The fields of shared/customer-lists.ts in SQL. An earlier anchor is preferred. */
export const customerFields: Record<string, FilterColumn> = {
  source_id: indexed('source_id'),
  email: indexed('email'),
  name: of('name'),
  phone: of('phone'),
  description: of('description'),
  'address.city': ofAddress('city'),
  'address.state': ofAddress('state'),
  'address.country': ofAddress('country'),
  'address.postal_code': ofAddress('postal_code'),
  created_at: { ...of('created_at'), rangeOf: 'created_at' },
  updated_at: { ...of('updated_at'), rangeOf: 'updated_at' },
  'summary.orders.total_amount': of('orders_total_amount'),
  'summary.orders.total_count': of('orders_count'),
  'summary.orders.average_amount': { column: averageAmount },
  'summary.orders.last_order_amount': { column: sql`coalesce(customers.last_order_amount, 0)` },
  'summary.orders.last_order_date': of('last_order_at'),
};

export const customerQueries = new ListQueries<CustomerRow>(
  {
    table: sql`customers`,
    select: customerColumns.selected,
    sorts: {
      ...timeSorts('customers'),
      source_id: {
        combine: 'sequence',
        parts: [
          { where: sql`customers.source_id IS NOT NULL`, keys: ['source_id'] },
          {
            where: sql`customers.source_id IS NULL`,
            keys: ['position'],
            cursorKeys: (edge) => [sql`iif(source_id IS NULL, position, ${edge})`],
          },
        ],
      },
      id: { combine: 'sequence', parts: [{ where: sql`1`, keys: ['id'] }] },
      email: nullsLast('email'),
      name: nullsLast('name'),
    },
  },
  customerFields,
);

export const customerExists = customerQueries.exists;

/** What a list of customers asks for. */
export interface CustomerSelection extends Selection {
  /** The `seq` of the static segment that they are in. */
  segment?: number;
}

/** The list is taken from the segment: walking all customers for a few of them would read them all. */
const ofSegment = ({ segment }: CustomerSelection) =>
  segment === undefined
    ? {}
    : {
        from: sql`segment_customers CROSS JOIN customers ON customers.seq = segment_customers.customer_seq`,
        where: [sql`segment_customers.segment_seq = ${segment}`],
      };

/** One page, of up to `limit` rows. */
export const customersPage = (selection: CustomerSelection, window: PageWindow): Statement<CustomerRow> =>
  customerQueries.page(selection, window, ofSegment(selection));

/** The total of a selection: kept where it is of all, else counted up to the cap. */
export function customersTotal(selection: CustomerSelection): Total {
  if (activeFilters(selection).length > 0) return customerQueries.count(selection, ofSegment(selection));
  const { segment } = selection;
  if (segment !== undefined)
    return keptTotal(sql`SELECT count(*) AS total FROM segment_customers WHERE segment_seq = ${segment}`);
  return keptTotal(sql`SELECT total FROM table_counts WHERE name = 'customers'`);
}

/** The customers that a search may mean. */
export const searchCustomers = (q: string): Statement<{ id: string; texts: string }> =>
  build(sql`SELECT id, json_array(source_id, name, email, phone) AS texts FROM customers
    WHERE seq IN (${candidateRows('customers', [sql`source_id`, sql`email`], q)}) ORDER BY seq DESC`);

export const customersByIds = compile<{ ids: string }, CustomerRow>(
  sql`SELECT ${customerColumns.selected} FROM customers
    WHERE id IN (SELECT value FROM json_each(${sql.placeholder('ids')}))`,
);

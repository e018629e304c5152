import { sql } from 'drizzle-orm';
import type { CustomerFilterField, ListCustomersQuery } from '../../shared/customers/customer-lists.ts';
import { build, compile, type Statement } from '../database.ts';
import { defineList, type Narrowing } from '../lists/define-list.ts';
import { expression, type FilterColumns, fieldsOf } from '../lists/filter-columns.ts';
import { type Sort, sortBy, timeSorts } from '../lists/pagination.ts';
import type { CandidateRows } from '../lists/search/search-index.ts';
import { rangeShortcut, shortcut } from '../lists/shortcuts.ts';
import { type CustomerRow, customerColumns } from './store.ts';

const { plain, indexed, sorted, metadata } = fieldsOf('customers');
const ofAddress = (field: string) => expression(sql.raw(`(customers.address ->> '$.${field}')`));

/** Those that have none come last, by insertion; in exports alone, since by name nothing is indexed. */
const nullsLast = (column: string): Sort => ({
  combine: 'sequence',
  parts: [
    { where: sql.raw(`customers.${column} IS NOT NULL`), keys: [column, 'position'] },
    {
      where: sql.raw(`customers.${column} IS NULL`),
      keys: ['seq'],
      cursorKeys: (edge) => [sql`iif(${sql.raw(column)} IS NULL, seq, ${edge})`],
    },
  ],
});

/** Rounded half up. */
export const averageAmount = sql`iif(customers.orders_count > 0,
  (2 * customers.orders_total_amount + customers.orders_count) / (2 * customers.orders_count), 0)`;

export const customerFields = {
  source_id: indexed('source_id'),
  email: indexed('email'),
  name: plain('name'),
  phone: plain('phone'),
  description: plain('description'),
  'address.city': ofAddress('city'),
  'address.state': ofAddress('state'),
  'address.country': ofAddress('country'),
  'address.postal_code': ofAddress('postal_code'),
  created_at: sorted('created_at'),
  updated_at: sorted('updated_at'),
  'summary.orders.total_amount': plain('orders_total_amount'),
  'summary.orders.total_count': plain('orders_count'),
  'summary.orders.average_amount': expression(averageAmount),
  'summary.orders.last_order_amount': expression(sql`coalesce(customers.last_order_amount, 0)`),
  'summary.orders.last_order_date': plain('last_order_at'),
  metadata,
} satisfies FilterColumns<CustomerFilterField>;

export const customerList = defineList<CustomerRow, ListCustomersQuery>({
  table: 'customers',
  select: customerColumns.selected,
  columns: customerFields,
  shortcuts: (query) => [
    ...shortcut('email', '$is', query.email),
    ...shortcut('name', '$is', query.name),
    ...shortcut('address.city', '$is', query.city),
    ...rangeShortcut('created_at', query.created_at),
    ...rangeShortcut('updated_at', query.updated_at),
  ],
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
    id: sortBy('id'),
    email: nullsLast('email'),
    name: nullsLast('name'),
  },
  total: 'kept',
});

/**
 * Narrows the list to a static segment, of that `seq`. The list is taken from it: walking all customers for a few of
 * them would read them all.
 */
export const inSegment = (segment: number): Narrowing => ({
  from: sql`segment_customers CROSS JOIN customers ON customers.seq = segment_customers.customer_seq`,
  where: [sql`segment_customers.segment_seq = ${segment}`],
  total: sql`SELECT count(*) AS total FROM segment_customers WHERE segment_seq = ${segment}`,
});

/** The customers that a search may mean, with the texts that it looks at. */
export const searchCustomers = (rows: CandidateRows): Statement<{ id: string; texts: string }> =>
  build(sql`SELECT id, json_array(source_id, name, email, phone) AS texts FROM customers
    WHERE seq IN (${rows('customers', [sql`source_id`, sql`email`])}) ORDER BY seq DESC`);

export const customersByIds = compile<{ ids: string }, CustomerRow>(
  sql`SELECT ${customerColumns.selected} FROM customers
    WHERE id IN (SELECT value FROM json_each(${sql.placeholder('ids')}))`,
);

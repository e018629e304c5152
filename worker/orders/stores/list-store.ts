import { type SQL, sql } from 'drizzle-orm';
import type { Condition, Filters } from '../../../shared/filters.ts';
import {
  type ListOrdersQuery,
  type OrderFilterField,
  orderFilterFields,
} from '../../../shared/orders/list-orders-query.ts';
import { OrderStatus } from '../../../shared/orders/orders.ts';
import { compile } from '../../database.ts';
import { defineList } from '../../lists/define-list.ts';
import {
  anchored,
  expression,
  type FilterColumn,
  type FilterColumns,
  fieldsOf,
} from '../../lists/filter-columns.ts';
import { compileFilters } from '../../lists/filters.ts';
import { timeSorts } from '../../lists/pagination.ts';
import { rangeShortcut, shortcut } from '../../lists/shortcuts.ts';
import type { ColumnName } from '../../tables/columns.ts';
import type { orders } from '../../tables/orders.ts';
import { type OrderRow, selected } from './store.ts';

const { plainFields, indexed, sorted, metadata } = fieldsOf('orders');
/** The id, unless the customer was deleted and the sweep has not been at all orders yet. */
const customerById = (value: SQL): SQL =>
  sql`(SELECT ${value} WHERE NOT EXISTS (SELECT 1 FROM removed_customers WHERE id = ${value}))`;
const customerBySourceId = (value: SQL): SQL => sql`(SELECT id FROM customers WHERE source_id = ${value})`;
const ofCustomer = (name: string): SQL =>
  sql.raw(`(SELECT ${name} FROM customers WHERE customers.id = orders.customer_id)`);

/** `customer` is the shortcut by id or source_id. */
const ownColumns = {
  customer: indexed(
    'customer_id',
    (value) => sql`coalesce((SELECT id FROM customers WHERE id = ${value}), ${customerBySourceId(value)})`,
  ),
  customer_id: indexed('customer_id', customerById),
  'customer.source_id': anchored(ofCustomer('source_id'), customerBySourceId, sql`orders.customer_id`),
  referrer_id: indexed('referrer_id', customerById),
  status: indexed('status'),
  source_id: indexed('source_id'),
  'customer.email': expression(ofCustomer('email')),
  created_at: sorted('created_at'),
  updated_at: sorted('updated_at'),
  metadata,
};

/** Any other field is the column of its name; one that is none does not compile. */
const columns = {
  ...ownColumns,
  ...plainFields<ColumnName<typeof orders>>()(orderFilterFields, ownColumns),
} satisfies FilterColumns<OrderFilterField | 'customer'>;

const statusCount = (status: OrderStatus): SQL => sql.raw(status.toLowerCase());

/** The kept counters of the statuses that the conditions let through. */
function countByStatus(filters: Filters | undefined, now: number): SQL {
  const terms = OrderStatus.options.map((status) => {
    const column = anchored(sql.raw(`'${status}'`));
    const condition = filters && compileFilters(filters, { status: column }, { now, sort: '' });
    return condition ? sql`iif(${condition}, ${statusCount(status)}, 0)` : statusCount(status);
  });
  return sql`SELECT ${sql.join(terms, sql` + `)} AS total FROM order_counts`;
}

/** The fields that name a customer or referrer, and the column of `customers` that counts the person's orders. */
const keptByPerson = {
  customer: 'all_orders_count',
  customer_id: 'all_orders_count',
  'customer.source_id': 'all_orders_count',
  referrer_id: 'referred_orders_count',
} as const;

/** The kept count of a person's orders, or undefined where none is kept for the condition. */
function countByPerson({ field, values }: Condition): SQL | undefined {
  if (!Object.hasOwn(keptByPerson, field)) return undefined;
  const person = field as keyof typeof keptByPerson;
  const column: FilterColumn = columns[person];
  return sql`SELECT coalesce(sum(${sql.raw(keptByPerson[person])}), 0) AS total FROM customers
    WHERE id = ${column.anchor?.value(sql`${values[0]}`)}`;
}

export const orderList = defineList<OrderRow, ListOrdersQuery>({
  table: 'orders',
  select: selected,
  columns,
  shortcuts: (query) => [
    ...shortcut('customer', '$is', query.customer),
    ...shortcut('status', '$is', query.status),
    ...rangeShortcut('created_at', query.created_at),
  ],
  sorts: timeSorts('orders'),
  total: ({ filters: [first, ...others], only, now }) => {
    const conditions = first?.conditions ?? [];
    if (others.length === 0 && conditions.every(({ field }) => field === 'status'))
      return countByStatus(first, now);
    return only && countByPerson(only);
  },
});

export const statusCounts = compile<Record<never, never>, Record<OrderStatus, number>>(
  sql`SELECT ${sql.join(
    OrderStatus.options.map((status) => sql`${statusCount(status)} AS ${sql.identifier(status)}`),
    sql`, `,
  )} FROM order_counts`,
);

import { type SQL, sql } from 'drizzle-orm';
import type { FilterColumn } from '../lists/filters.ts';
import { activeFilters, keptTotal, ListQueries, type Selection, type Total } from '../lists/listing.ts';
import { RowColumns } from '../sql/row-columns.ts';
import { type RedemptionRow, selected } from './store.ts';

/** The amounts of an order, as a list of redemptions shows it. */
export interface ListedOrder {
  id: string;
  sourceId: string | null;
  status: 'CREATED' | 'PAID' | 'CANCELED' | 'FULFILLED';
  amount: number;
  initialAmount: number;
  discountAmount: number;
  itemsDiscountAmount: number;
  totalDiscountAmount: number;
  totalAmount: number;
}

/** A redemption of a list; `order` is a snapshot of a ListedOrder. */
export interface ListedRedemption extends RedemptionRow {
  order: string | null;
}

export const listedOrder = new RowColumns<ListedOrder>(
  {
    id: sql`orders.id`,
    sourceId: sql`orders.source_id`,
    status: sql`orders.status`,
    amount: sql`orders.amount`,
    initialAmount: sql`orders.initial_amount`,
    discountAmount: sql`orders.discount_amount`,
    itemsDiscountAmount: sql`orders.items_discount_amount`,
    totalDiscountAmount: sql`orders.total_discount_amount`,
    totalAmount: sql`orders.total_amount`,
  },
  [],
);

const of = (column: string): FilterColumn => ({ column: sql.raw(`redemptions.${column}`) });
const indexed = (column: string, value: (given: SQL) => SQL = (given) => given): FilterColumn => ({
  ...of(column),
  anchor: { column: sql.raw(`redemptions.${column}`), value },
});

/** The fields of shared/redemption-lists.ts in SQL; `customer` is the shortcut by id or source_id. An earlier anchor is preferred. */
const columns: Record<string, FilterColumn> = {
  order_id: indexed('order_id'),
  customer: indexed(
    'customer_id',
    (value) =>
      sql`coalesce((SELECT id FROM customers WHERE id = ${value}), (SELECT id FROM customers WHERE source_id = ${value}))`,
  ),
  customer_id: indexed('customer_id'),
  voucher_code: indexed('voucher_code'),
  object: { column: sql`iif(redemptions.redemption_id IS NULL, 'redemption', 'redemption_rollback')` },
  result: of('result'),
  status: {
    column: sql`CASE WHEN redemptions.result = 'FAILURE' THEN 'FAILED'
      WHEN redemptions.rollback_id IS NOT NULL THEN 'ROLLED_BACK' ELSE 'SUCCEEDED' END`,
  },
  failure_code: of('failure_code'),
  related_object_id: of('voucher_id'),
  parent_redemption_id: of('parent_id'),
  tracking_id: of('tracking_id'),
  created_at: { ...of('created_at'), rangeOf: 'created_at' },
};

const queries = new ListQueries<ListedRedemption>(
  {
    table: sql`redemptions`,
    select: sql`${selected}, (SELECT ${listedOrder.snapshot} FROM orders WHERE orders.id = redemptions.order_id) AS "order"`,
    sorts: {
      created_at: { combine: 'sequence', parts: [{ where: sql`1`, keys: ['created_at', 'position'] }] },
      id: { combine: 'sequence', parts: [{ where: sql`1`, keys: ['id'] }] },
    },
  },
  columns,
);
export const redemptionExists = queries.exists;
export const redemptionsPage = queries.page.bind(queries);

/** The total of a selection: kept where it is of all, else counted up to the cap. */
export function redemptionsTotal(selection: Selection): Total {
  if (activeFilters(selection).length > 0) return queries.count(selection);
  return keptTotal(sql`SELECT total FROM table_counts WHERE name = 'redemptions'`);
}

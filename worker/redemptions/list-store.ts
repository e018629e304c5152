import { sql } from 'drizzle-orm';
import type { OrderStatus } from '../../shared/orders/orders.ts';
import type {
  ListRedemptionsQuery,
  RedemptionFilterField,
} from '../../shared/redemptions/redemption-lists.ts';
import { defineList, type ListQuery } from '../lists/define-list.ts';
import { expression, type FilterColumns, fieldsOf } from '../lists/filter-columns.ts';
import { sortBy } from '../lists/pagination.ts';
import { rangeShortcut, shortcut } from '../lists/shortcuts.ts';
import { RowColumns } from '../sql/row-columns.ts';
import { type RedemptionRow, selected } from './store.ts';

/** The amounts of an order, as a list of redemptions shows it. */
export interface ListedOrder {
  id: string;
  sourceId: string | null;
  status: OrderStatus;
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

const { plain, indexed, sorted, metadata } = fieldsOf('redemptions');

/** `customer` is the shortcut by id or source_id. */
const columns = {
  order_id: indexed('order_id'),
  customer: indexed(
    'customer_id',
    (value) =>
      sql`coalesce((SELECT id FROM customers WHERE id = ${value}), (SELECT id FROM customers WHERE source_id = ${value}))`,
  ),
  customer_id: indexed('customer_id'),
  voucher_code: indexed('voucher_code'),
  object: expression(sql`iif(redemptions.redemption_id IS NULL, 'redemption', 'redemption_rollback')`),
  result: plain('result'),
  status: expression(sql`CASE WHEN redemptions.result = 'FAILURE' THEN 'FAILED'
    WHEN redemptions.rollback_id IS NOT NULL THEN 'ROLLED_BACK' ELSE 'SUCCEEDED' END`),
  failure_code: plain('failure_code'),
  related_object_id: plain('voucher_id'),
  parent_redemption_id: plain('parent_id'),
  tracking_id: plain('tracking_id'),
  created_at: sorted('created_at'),
  metadata,
} satisfies FilterColumns<RedemptionFilterField | 'customer'>;

/** The query of a list of redemptions, of one voucher if that is given. */
type RedemptionsQuery = ListQuery &
  Partial<
    Pick<ListRedemptionsQuery, 'customer' | 'result' | 'created_at' | 'voucher_code' | 'related_object_id'>
  > & {
    voucher?: { id: string; code: string };
  };

export const redemptionList = defineList<ListedRedemption, RedemptionsQuery>({
  table: 'redemptions',
  select: sql`${selected}, (SELECT ${listedOrder.snapshot} FROM orders WHERE orders.id = redemptions.order_id) AS "order"`,
  columns,
  shortcuts: ({ customer, result, created_at, voucher, voucher_code, related_object_id }) => [
    ...shortcut('customer', '$is', customer),
    ...shortcut('result', '$is', result),
    ...rangeShortcut('created_at', created_at),
    ...shortcut('voucher_code', '$is', voucher?.code ?? voucher_code),
    ...shortcut('related_object_id', '$is', voucher?.id ?? related_object_id),
  ],
  sorts: { created_at: sortBy('created_at', 'position'), id: sortBy('id') },
  total: 'kept',
});

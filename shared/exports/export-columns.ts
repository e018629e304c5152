import type { Order } from '../orders/orders.ts';

/** What a cell holds: a text of anyone's, a moment, minor units, JSON, or what needs no quotes. */
export type CellType = 'text' | 'time' | 'amount' | 'json' | 'plain';

/** The fields of an order that have no column of their name: people and lines have columns of their own. */
type FieldWithoutColumn =
  | ('object' | 'items' | 'customer' | 'referrer' | 'redemptions')
  | `${string}applied_discount_amount`;

/**
 * The columns of an order, and what their cells hold; the first 13 are Voucherify's. `metadata.KEY` is one as
 * well, `metadata.a.b` of a nested key.
 */
export const orderColumnTypes = {
  id: 'plain',
  source_id: 'text',
  created_at: 'time',
  updated_at: 'time',
  status: 'plain',
  amount: 'amount',
  discount_amount: 'amount',
  items_discount_amount: 'amount',
  total_discount_amount: 'amount',
  total_amount: 'amount',
  customer_id: 'plain',
  referrer_id: 'plain',
  metadata: 'json',
  initial_amount: 'amount',
  customer_source_id: 'text',
  customer_name: 'text',
  customer_email: 'text',
  referrer_source_id: 'text',
  items_count: 'plain',
  items_quantity: 'plain',
} as const satisfies Record<Exclude<keyof Order, FieldWithoutColumn>, CellType> & Record<string, CellType>;
export type OrderColumn = keyof typeof orderColumnTypes;

/** The names of these columns, in the order in which they are offered. */
export const orderColumns = Object.keys(orderColumnTypes) as OrderColumn[];

/** The columns of an order's line, where a row of the file is a line; `item.metadata.KEY` is one as well. */
export const itemColumns = [
  'item_product_id',
  'item_source_id',
  'item_sku',
  'item_name',
  'item_quantity',
  'item_price',
  'item_amount',
  'item_discount_amount',
  'item_subtotal_amount',
  'item_related_object',
  'item_sku_id',
  'item_product_source_id',
  'item_sku_source_id',
] as const;

/** The columns of a customer, Voucherify's; `metadata.KEY` is one as well. */
export const customerColumns = [
  'id',
  'source_id',
  'name',
  'email',
  'phone',
  'description',
  'birthday',
  'birthdate',
  'address_city',
  'address_state',
  'address_line_1',
  'address_line_2',
  'address_country',
  'address_postal_code',
  'redemptions_total_redeemed',
  'redemptions_total_failed',
  'redemptions_total_succeeded',
  'redemptions_total_rolled_back',
  'redemptions_total_rollback_failed',
  'redemptions_total_rollback_succeeded',
  'orders_total_amount',
  'orders_total_count',
  'orders_average_amount',
  'orders_last_order_amount',
  'orders_last_order_date',
  'loyalty_points',
  'loyalty_referred_customers',
  'created_at',
  'updated_at',
  'metadata',
] as const;

export type ItemColumn = (typeof itemColumns)[number];
export type CustomerColumn = (typeof customerColumns)[number];

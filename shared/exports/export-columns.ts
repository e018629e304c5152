/** The columns of an order; the first 13 are Voucherify's. `metadata.KEY` is one as well, `metadata.a.b` of a nested key. */
export const orderColumns = [
  'id',
  'source_id',
  'created_at',
  'updated_at',
  'status',
  'amount',
  'discount_amount',
  'items_discount_amount',
  'total_discount_amount',
  'total_amount',
  'customer_id',
  'referrer_id',
  'metadata',
  'initial_amount',
  'customer_source_id',
  'customer_name',
  'customer_email',
  'referrer_source_id',
  'items_count',
  'items_quantity',
] as const;

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

export type OrderColumn = (typeof orderColumns)[number];
export type ItemColumn = (typeof itemColumns)[number];
export type CustomerColumn = (typeof customerColumns)[number];

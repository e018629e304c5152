import {
  type CustomerColumn,
  customerColumns,
  type ItemColumn,
  itemColumns,
  type OrderColumn,
  orderColumns,
} from '../../../shared/exports/export-columns.ts';
import { type TextName, text } from '../../text.ts';

type AnyColumn = OrderColumn | ItemColumn | CustomerColumn;

/** Columns that are 0 for every customer: what they count is not kept here. They stay for who writes the request. */
type EmptyColumn = Extract<CustomerColumn, `redemptions_${string}` | `loyalty_${string}`>;
export const isEmptyColumn = (name: string): boolean => /^(redemptions|loyalty)_/.test(name);

/** The texts of columns; where there is a text of the column's own name, that is it. */
const names: Partial<Record<AnyColumn, TextName>> &
  Record<Exclude<AnyColumn, EmptyColumn | TextName>, TextName> = {
  created_at: 'created',
  updated_at: 'updated',
  discount_amount: 'order_discount',
  items_discount_amount: 'items_discount',
  total_discount_amount: 'column_total_discount',
  total_amount: 'discounted_amount',
  customer_id: 'column_customer_id',
  customer_source_id: 'column_customer_source_id',
  customer_name: 'column_customer_name',
  customer_email: 'column_customer_email',
  referrer_id: 'column_referrer_id',
  referrer_source_id: 'column_referrer_source_id',
  items_count: 'column_items_count',
  items_quantity: 'column_items_quantity',
  metadata: 'column_metadata',
  birthday: 'column_birthday',
  address_city: 'city',
  address_country: 'country',
  address_postal_code: 'postal_code',
  orders_total_amount: 'spent',
  orders_total_count: 'paid_orders',
  orders_average_amount: 'average_order',
  orders_last_order_amount: 'column_last_order_amount',
  orders_last_order_date: 'column_last_order_date',
  item_product_id: 'column_item_product_id',
  item_source_id: 'column_item_source_id',
  item_sku: 'column_item_sku',
  item_name: 'column_item_name',
  item_quantity: 'column_item_quantity',
  item_price: 'column_item_price',
  item_amount: 'column_item_amount',
  item_discount_amount: 'column_item_discount',
  item_subtotal_amount: 'column_item_subtotal',
  item_related_object: 'column_item_related_object',
  item_sku_id: 'column_item_sku_id',
  item_product_source_id: 'column_item_product_source_id',
  item_sku_source_id: 'column_item_sku_source_id',
};

const columns: ReadonlySet<string> = new Set<AnyColumn>([
  ...orderColumns,
  ...itemColumns,
  ...customerColumns,
]);

/** The name of a column for reading; one of metadata has its key. */
export function columnName(column: string): string {
  if (columns.has(column)) return text(names[column as AnyColumn] ?? (column as TextName));
  return column.startsWith('item.metadata.')
    ? text('column_item_metadata_key', column.slice('item.metadata.'.length))
    : column.replace(/^metadata\./, '');
}

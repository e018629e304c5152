import {
  type CustomerColumn,
  customerColumns,
  type ItemColumn,
  itemColumns,
  type OrderColumn,
  orderColumns,
} from '../../../shared/exports/export-columns.ts';
import type { ExportedObject } from '../../../shared/exports/exports.ts';
import { type TextName, text } from '../../text.ts';

/** Columns that are 0 for every customer: what they count is not kept here. They stay for who writes the request. */
type EmptyColumn = Extract<CustomerColumn, `redemptions_${string}` | `loyalty_${string}`>;
const isEmptyColumn = (name: string): boolean => /^(redemptions|loyalty)_/.test(name);

const names: Record<OrderColumn | ItemColumn | Exclude<CustomerColumn, EmptyColumn>, TextName> = {
  id: 'id',
  source_id: 'source_id',
  created_at: 'created',
  updated_at: 'updated',
  status: 'status',
  amount: 'amount',
  initial_amount: 'initial_amount',
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
  name: 'name',
  email: 'email',
  phone: 'phone',
  description: 'description',
  birthday: 'column_birthday',
  birthdate: 'birthdate',
  address_city: 'city',
  address_state: 'address_state',
  address_line_1: 'address_line_1',
  address_line_2: 'address_line_2',
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

/** What a column is called here; one of metadata by its key. */
export const columnName = (column: string): string => {
  const name = (names as Record<string, TextName>)[column];
  if (name) return text(name);
  return column.startsWith('item.metadata.')
    ? text('column_item_metadata_key', column.slice('item.metadata.'.length))
    : column.replace(/^metadata\./, '');
};

/** Columns that belong together. */
export interface ColumnGroup {
  name: string;
  columns: string[];
}

/** All columns of what is exported: its own, those of the keys of its metadata, and of orders those of their lines. */
export function columnGroups(
  subject: ExportedObject,
  keys: readonly string[],
  itemKeys: readonly string[],
): ColumnGroup[] {
  const metadata = { name: text('metadata'), columns: keys.map((key) => `metadata.${key}`) };
  const ofLines = [...itemColumns, ...itemKeys.map((key) => `item.metadata.${key}`)];
  const groups =
    subject === 'customer'
      ? [
          { name: text('customer'), columns: customerColumns.filter((name) => !isEmptyColumn(name)) },
          metadata,
        ]
      : [
          { name: text('order'), columns: [...orderColumns] },
          metadata,
          { name: text('items'), columns: ofLines },
        ];
  return groups.filter(({ columns }) => columns.length > 0);
}

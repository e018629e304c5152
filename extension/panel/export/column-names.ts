import {
  type ItemColumn,
  itemColumns,
  type OrderColumn,
  orderColumns,
} from '../../../shared/export-columns.ts';
import { type TextName, text } from '../../text.ts';

const names: Record<OrderColumn | ItemColumn, TextName> = {
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

/** All columns: the order's, those of the keys of its metadata, and of its lines. */
export function columnGroups(keys: readonly string[], itemKeys: readonly string[]): ColumnGroup[] {
  return [
    { name: text('order'), columns: [...orderColumns] },
    { name: text('metadata'), columns: keys.map((key) => `metadata.${key}`) },
    { name: text('items'), columns: [...itemColumns, ...itemKeys.map((key) => `item.metadata.${key}`)] },
  ].filter(({ columns }) => columns.length > 0);
}

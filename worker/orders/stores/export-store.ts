import { type SQL, sql } from 'drizzle-orm';
import {
  type CellType,
  type ItemColumn,
  type OrderColumn,
  orderColumns,
  orderColumnTypes,
} from '../../../shared/exports/export-columns.ts';
import type { OrderExportParameters } from '../../../shared/exports/exports.ts';
import type { Filters } from '../../../shared/filters.ts';
import { OrderStatus } from '../../../shared/orders/orders.ts';
import { type Exporter, highestSeq, toExportPart } from '../../lists/export-statements.ts';
import {
  type Cell,
  type CellFormat,
  type Column,
  keyOf,
  money,
  plain,
  row,
  text,
  time,
  wholeJson,
} from '../../sql/csv.ts';
import type { ColumnName } from '../../tables/columns.ts';
import type { orders } from '../../tables/orders.ts';
import { orderList } from './list-store.ts';

/** A text of the customer or referrer: looked up once, the cell is made where the value is. */
const ofPerson =
  (reference: string, column: string): Column =>
  (format) => {
    const value = sql.raw(`customers.${column}`);
    const select = (what: SQL): SQL =>
      sql`(SELECT ${what} FROM customers WHERE customers.id = ${sql.raw(`orders.${reference}`)})`;
    const cell = text(value)(format);
    return { ...cell, text: sql`ifnull(${select(cell.text)}, '')`, value: select(value) };
  };

/** The id of a person, unless the profile is gone and the sweep has not been there yet. */
const idOfPerson = (reference: string): Column => {
  const id = sql.raw(`orders.${reference}`);
  return plain(sql`iif(${id} IN (SELECT id FROM removed_customers), NULL, ${id})`);
};

/** The sum of the lines' quantities: sum() fails beyond 2^63, total() is exact up to 2^53. */
const quantity = sql`(SELECT iif(total(value ->> 'quantity') <= 9007199254740991,
  CAST(total(value ->> 'quantity') AS INTEGER), printf('%.0f', total(value ->> 'quantity'))) FROM json_each(orders.items))`;

const cellOfType: Record<CellType, (value: SQL) => Column> = {
  text,
  time,
  amount: money,
  json: wholeJson,
  plain,
};

/** What is not the column of its name in the table, or not as it is there. */
const ownCells: Record<Exclude<OrderColumn, ColumnName<typeof orders>>, Column> &
  Partial<Record<OrderColumn, Column>> = {
  customer_id: idOfPerson('customer_id'),
  referrer_id: idOfPerson('referrer_id'),
  customer_source_id: ofPerson('customer_id', 'source_id'),
  customer_name: ofPerson('customer_id', 'name'),
  customer_email: ofPerson('customer_id', 'email'),
  referrer_source_id: ofPerson('referrer_id', 'source_id'),
  items_quantity: plain(quantity),
};

const columns = Object.fromEntries(
  orderColumns.map((name) => [
    name,
    ownCells[name] ?? cellOfType[orderColumnTypes[name]](sql.raw(`orders.${name}`)),
  ]),
) as Record<OrderColumn, Column>;

const item = (path: string): SQL => sql.raw(`(item.value ->> '$.${path}')`);
const subtotal = sql`max(0, ${item('amount')} - coalesce(${item('discount_amount')}, 0))`;

const itemCells: Record<ItemColumn, Column> = {
  item_product_id: text(sql`coalesce(${item('product_id')}, ${item('product.id')})`),
  item_source_id: text(item('source_id')),
  item_sku: text(item('sku.sku')),
  item_name: text(item('product.name')),
  item_quantity: plain(item('quantity')),
  item_price: money(item('price')),
  item_amount: money(item('amount')),
  item_discount_amount: money(item('discount_amount')),
  item_subtotal_amount: money(subtotal),
  item_related_object: plain(item('related_object')),
  item_sku_id: text(sql`coalesce(${item('sku_id')}, ${item('sku.id')})`),
  item_product_source_id: text(item('product.source_id')),
  item_sku_source_id: text(item('sku.source_id')),
};

const isOfItem = (name: string): boolean => /^item[_.]/.test(name) && !Object.hasOwn(columns, name);

function cellOf(name: string, format: CellFormat): Cell {
  const known = { ...columns, ...itemCells }[name as OrderColumn | ItemColumn];
  if (known) return known(format);
  if (isOfItem(name))
    return keyOf(sql`(item.value -> '$.metadata')`, name.slice('item.metadata.'.length))(format);
  return keyOf(sql`orders.metadata`, name.slice('metadata.'.length))(format);
}

/**
 * The file's rows of the lines of an order. The order's own cells are made once: a LIMIT keeps SQLite from
 * making them for each line.
 */
function linesOf(fields: readonly string[], condition: SQL, format: CellFormat): SQL {
  const own = fields.filter((name) => !isOfItem(name));
  const cells = own.map((name, index) => sql`${cellOf(name, format).text} AS ${sql.raw(`c${index}`)}`);
  const line = row(
    fields.map((name) => (isOfItem(name) ? cellOf(name, format).text : sql.raw(`o.c${own.indexOf(name)}`))),
    format,
  );
  return sql`(SELECT group_concat(line, '') FROM (SELECT ${line} AS line
    FROM (SELECT ${sql.join(cells.length > 0 ? cells : [sql`1`], sql`, `)} LIMIT 1) AS o LEFT JOIN json_each(orders.items) AS item ON true ${condition}))`;
}

const IN_RANGE = sql`WHERE ifnull(item.key, 0) >= ${sql.placeholder('from')} AND ifnull(item.key, 0) < ${sql.placeholder('to')}`;

/**
 * The file's rows of one order: the order itself, or each of its lines, of which there is one without items,
 * too.
 */
function sourceOf({ fields, layout }: OrderExportParameters, format: CellFormat) {
  const cells = fields.map((name) => cellOf(name, format));
  if (layout === 'orders') {
    const texts = cells.map((cell) => cell.text);
    const line = row(texts, format);
    return { text: line, lines: sql`1`, piece: line, cells, join: sql`` };
  }
  return {
    text: linesOf(fields, sql``, format),
    lines: sql`max(1, orders.items_count)`,
    piece: linesOf(fields, IN_RANGE, format),
    cells,
    join: sql`LEFT JOIN json_each(orders.items) AS item ON item.key = ${sql.placeholder('line')}`,
  };
}

const ofStatus = (status: OrderStatus): Filters => ({
  junction: 'and',
  conditions: [{ field: 'status', operator: '$is', values: [status] }],
});

export const orderExporter: Exporter<OrderExportParameters> = {
  mark: highestSeq('orders'),
  parts: (parameters, moment, format) => {
    const { order, filters } = parameters;
    const source = sourceOf(parameters, format);
    const part = (sort: string, more: Filters[]) => {
      const selection = { order: sort, filters: [...more, ...(filters ? [filters] : [])], now: moment.at };
      return toExportPart(orderList, selection, moment, source);
    };
    if (!/status$/.test(order)) return [part(order, [])];
    // Sorted by status: one status after the other, each by created_at.
    const statuses = OrderStatus.options.toSorted();
    if (order === 'status') return statuses.map((status) => part('created_at', [ofStatus(status)]));
    return statuses.toReversed().map((status) => part('-created_at', [ofStatus(status)]));
  },
};

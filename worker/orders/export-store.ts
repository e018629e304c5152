import { type SQL, sql } from 'drizzle-orm';
import type { ItemColumn, OrderColumn, OrderExportParameters } from '../../shared/exports.ts';
import type { Filters } from '../../shared/filters.ts';
import { OrderStatus } from '../../shared/orders.ts';
import { compile } from '../database.ts';
import {
  type CellFormat,
  type Column,
  jsonCell,
  money,
  plain,
  row,
  text,
  textCell,
  time,
  wholeJson,
} from '../sql/csv.ts';
import { type Exporter, toSegment } from '../sql/export.ts';
import { orderQueries } from './list-store.ts';

/** A text of the customer or referrer: looked up once, the cell is made where the value is. */
const ofPerson =
  (reference: string, column: string): Column =>
  (format) =>
    sql`ifnull((SELECT ${textCell(sql.raw(`customers.${column}`), format)} FROM customers
      WHERE customers.id = ${sql.raw(`orders.${reference}`)}), '')`;
/** The id of a person, unless the profile is gone and the sweep has not been there yet. */
const idOfPerson = (reference: string): Column => {
  const id = sql.raw(`orders.${reference}`);
  return plain(sql`iif(${id} IN (SELECT id FROM removed_customers), NULL, ${id})`);
};

const columns: Record<OrderColumn, Column> = {
  id: plain(sql`orders.id`),
  source_id: text(sql`orders.source_id`),
  created_at: time(sql`orders.created_at`),
  updated_at: time(sql`orders.updated_at`),
  status: plain(sql`orders.status`),
  amount: money(sql`orders.amount`),
  discount_amount: money(sql`orders.discount_amount`),
  items_discount_amount: money(sql`orders.items_discount_amount`),
  total_discount_amount: money(sql`orders.total_discount_amount`),
  total_amount: money(sql`orders.total_amount`),
  customer_id: idOfPerson('customer_id'),
  referrer_id: idOfPerson('referrer_id'),
  metadata: wholeJson(sql`orders.metadata`),
  initial_amount: money(sql`orders.initial_amount`),
  customer_source_id: ofPerson('customer_id', 'source_id'),
  customer_name: ofPerson('customer_id', 'name'),
  customer_email: ofPerson('customer_id', 'email'),
  referrer_source_id: ofPerson('referrer_id', 'source_id'),
  items_count: plain(sql`orders.items_count`),
  items_quantity: plain(sql`(SELECT coalesce(sum(value ->> 'quantity'), 0) FROM json_each(orders.items))`),
};

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
};

const isOfItem = (name: string): boolean => /^item[_.]/.test(name) && !Object.hasOwn(columns, name);

function cellOf(name: string, format: CellFormat): SQL {
  const known = { ...columns, ...itemCells }[name as OrderColumn | ItemColumn];
  if (known) return known(format);
  if (isOfItem(name)) {
    return jsonCell(sql`(item.value -> '$.metadata')`, name.slice('item.metadata.'.length), format);
  }
  return jsonCell(sql`orders.metadata`, name.slice('metadata.'.length), format);
}

/** The file's rows of the lines of an order. The order's own cells are made once: a LIMIT keeps SQLite from making them for each line. */
function linesOf(fields: readonly string[], condition: SQL, format: CellFormat): SQL {
  const own = fields.filter((name) => !isOfItem(name));
  const cells = own.map((name, index) => sql`${cellOf(name, format)} AS ${sql.raw(`c${index}`)}`);
  const line = row(
    fields.map((name) => (isOfItem(name) ? cellOf(name, format) : sql.raw(`o.c${own.indexOf(name)}`))),
    format,
  );
  return sql`(SELECT group_concat(line, '') FROM (SELECT ${line} AS line
    FROM (SELECT ${sql.join([sql`1`, ...cells], sql`, `)} LIMIT 1) AS o LEFT JOIN json_each(orders.items) AS item ON true ${condition}))`;
}

/** What the columns beside metadata take at most, about, in bytes. */
const ROOM = 1000;

/** The file's rows of one order, and about how long they are: the order itself, or each of its lines, of which there is one without items, too. */
function sourceOf({ fields, layout }: OrderExportParameters, format: CellFormat) {
  const metadata = fields.some((name) => /^metadata\b/.test(name))
    ? sql`octet_length(orders.metadata)`
    : sql`0`;
  const room = sql`(${metadata} + ${sql.raw(String(ROOM))})`;
  if (layout === 'orders') {
    const cells = fields.map((name) => cellOf(name, format));
    const line = row(cells, format);
    return { text: line, size: room, lines: sql`1`, piece: line };
  }
  const count = sql`max(1, orders.items_count)`;
  return {
    text: linesOf(fields, sql``, format),
    size: sql`(2 * octet_length(orders.items) + ${count} * ${room})`,
    lines: count,
    piece: linesOf(
      fields,
      sql`WHERE ifnull(item.key, 0) >= ${sql.placeholder('from')} AND ifnull(item.key, 0) < ${sql.placeholder('to')}`,
      format,
    ),
  };
}

const highestSeq = compile<Record<never, never>, { mark: number }>(
  sql`SELECT coalesce(max(seq), 0) AS mark FROM orders`,
);

const ofStatus = (status: OrderStatus): Filters => ({
  junction: 'and',
  conditions: [{ field: 'status', operator: '$is', values: [status] }],
});

export const orderExporter: Exporter<OrderExportParameters> = {
  mark: () => highestSeq({}),
  segments: (parameters, moment, format) => {
    const { order, filters } = parameters;
    const source = { table: 'orders', ...sourceOf(parameters, format) };
    const segment = (sort: string, more: Filters[]) => {
      const selection = { order: sort, filters: [...more, ...(filters ? [filters] : [])], now: moment.at };
      return toSegment(orderQueries, selection, moment, source);
    };
    if (!/status$/.test(order)) return [segment(order, [])];
    // Sorted by status: one status after the other, each by created_at.
    const statuses = OrderStatus.options.toSorted();
    if (order === 'status') return statuses.map((status) => segment('created_at', [ofStatus(status)]));
    return statuses.toReversed().map((status) => segment('-created_at', [ofStatus(status)]));
  },
};

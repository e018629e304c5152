import {
  itemColumns,
  type OrderColumn,
  orderColumns,
  orderColumnTypes,
} from '../../shared/exports/export-columns.ts';
import { MAX_ORDER_ITEMS } from '../../shared/limits.ts';
import { CreateOrder } from '../../shared/orders/orders.ts';
import { invalidFields } from '../http/errors.ts';
import { amountOf, jsonOf, metadataOf, numberOf, setNested, textOf } from '../imports/csv-cells.ts';
import type { CsvCell, CsvRecord } from '../imports/csv-records.ts';
import { csvTable, repetition } from '../imports/csv-table.ts';
import { type SentRow, toSentValue, unusable } from '../imports/sent-row.ts';

/** More lines of an order than may be are counted to be refused, not kept. */
const MAX_KEPT_LINES = MAX_ORDER_ITEMS + 1;

const ORDER_METADATA = 'metadata.';
const ITEM_METADATA = 'item.metadata.';

const isColumn = (name: string): boolean =>
  [...orderColumns, ...itemColumns].some((column) => column === name) ||
  [ORDER_METADATA, ITEM_METADATA].some((prefix) => name.startsWith(prefix) && name.length > prefix.length);

/** The columns that are fields of an order as it is sent; the people's ids are read with what else is known of them. */
const fieldColumns = orderColumns.filter(
  (name) => Object.hasOwn(CreateOrder.out.shape, name) && name !== 'customer_id' && name !== 'referrer_id',
);

/**
 * The columns of a file, by its header.
 * @throws ApiError invalid_payload where one is none of an export, or is there twice
 */
function checkHeader(names: readonly string[]): readonly string[] {
  const isAgain = repetition();
  const errors = names.flatMap((path) => {
    if (!isColumn(path))
      return [{ path, message: 'is no column of an export of orders in the layout "items"' }];
    return isAgain(path) ? [{ path, message: 'must be there once' }] : [];
  });
  if (errors.length > 0) throw invalidFields('invalid_payload', errors);
  return names;
}

/** A row of the file, its cells by column. */
class Row {
  readonly #cells: ReadonlyMap<string, CsvCell>;
  readonly #digits: number;

  constructor(cells: ReadonlyMap<string, CsvCell>, digits: number) {
    this.#cells = cells;
    this.#digits = digits;
  }

  text = (name: string) => textOf(this.#cells.get(name));
  number = (name: string) => numberOf(this.#cells.get(name));
  amount = (name: string) => amountOf(this.#cells.get(name), this.#digits);
  json = (name: string) => jsonOf(this.#cells.get(name));

  /** The field of an order that a column has. */
  field(name: OrderColumn): unknown {
    const type = orderColumnTypes[name];
    if (type === 'amount') return this.amount(name);
    return type === 'json' ? this.json(name) : this.text(name);
  }

  /** What the columns of one prefix say together; undefined where they say nothing. */
  metadata(prefix: string): Record<string, unknown> | undefined {
    const found: Record<string, unknown> = {};
    for (const [name, cell] of this.#cells) {
      const value = name.startsWith(prefix) ? metadataOf(cell) : undefined;
      if (value !== undefined) setNested(found, name.slice(prefix.length), value);
    }
    return Object.keys(found).length > 0 ? found : undefined;
  }

  /** Whether it says anything of a line. */
  get hasLine(): boolean {
    return [...this.#cells].some(([name, { text }]) => /^item[_.]/.test(name) && text !== '');
  }

  /** What the order is called, by which its rows are known to be of one; undefined where it has no name. */
  get order(): string | undefined {
    const id = this.text('id');
    if (id !== undefined) return `id ${id}`;
    const sourceId = this.text('source_id');
    return sourceId === undefined ? undefined : `source ${sourceId}`;
  }
}

/** An object of what is there; undefined where nothing is. */
function given(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

const toItem = (row: Row): Record<string, unknown> =>
  given({
    source_id: row.text('item_source_id'),
    related_object: row.text('item_related_object'),
    product_id: row.text('item_product_id'),
    sku_id: row.text('item_sku_id'),
    quantity: row.number('item_quantity'),
    price: row.amount('item_price'),
    amount: row.amount('item_amount'),
    discount_amount: row.amount('item_discount_amount'),
    product: given({ source_id: row.text('item_product_source_id'), name: row.text('item_name') }),
    sku: given({ source_id: row.text('item_sku_source_id'), sku: row.text('item_sku') }),
    metadata: row.metadata(ITEM_METADATA),
  }) ?? {};

/** The order that rows of the file say, as a request would. Sums and counts follow from the rest. */
function toOrder(rows: readonly Row[], hasItems: boolean): Record<string, unknown> {
  const [row] = rows as [Row];
  const items = rows.filter(({ hasLine }) => hasLine).map(toItem);
  const isSummed =
    items.length > 0 && items.every((item) => item.amount !== undefined || item.price !== undefined);
  return (
    given({
      ...Object.fromEntries(fieldColumns.map((name) => [name, row.field(name)])),
      ...(isSummed && { amount: undefined }),
      items: hasItems ? items : undefined,
      metadata: row.json('metadata') ?? row.metadata(ORDER_METADATA),
      customer: given({
        id: row.text('customer_id'),
        source_id: row.text('customer_source_id'),
        name: row.text('customer_name'),
        email: row.text('customer_email'),
      }),
      referrer: given({ id: row.text('referrer_id'), source_id: row.text('referrer_source_id') }),
    }) ?? {}
  );
}

/** Rows that follow one another and are of one order. */
interface Group {
  line: number;
  order: string | undefined;
  rows: Row[];
  /** A row between them that cannot be read, and may be another of its lines. */
  unread: number | undefined;
}

/**
 * The orders of a file as an export in the layout "items" writes it: an order's lines follow one another, and are known by
 * its id, else by its source_id. `line` is that of the order's first row.
 * @param digits of the currency, for amounts with a point
 * @throws ApiError invalid_payload where the header is not one of such a file, and what reading the records throws
 */
export async function* csvOrders(records: AsyncIterable<CsvRecord>, digits: number): AsyncGenerator<SentRow> {
  let hasItems = false;
  let group: Group | undefined;
  let unread: number | undefined;
  const seen = new Set<string>();

  function close(): SentRow[] {
    if (!group) return [];
    const { line, order, rows } = group;
    const sent = toSentValue(line, toOrder(rows, hasItems));
    const json = 'json' in sent ? sent.json : sent.text;
    if (group.unread !== undefined)
      return [unusable(line, json, `row ${group.unread}, between its rows, cannot be read`)];
    if (order === undefined) return [sent];
    if (seen.has(order)) return [unusable(line, json, 'the rows of an order must follow one another')];
    seen.add(order);
    return [sent];
  }

  const table = csvTable(records, (names) => {
    hasItems = names.some((name) => /^item[_.]/.test(name));
    return checkHeader(names);
  });
  for await (const read of table) {
    const { line } = read;
    if ('unread' in read) {
      yield read.unread;
      unread = line;
      continue;
    }
    const row = new Row(read.cells, digits);
    const { order } = row;
    if (group && order !== undefined && order === group.order) {
      group.unread ??= unread;
      if (group.rows.length < MAX_KEPT_LINES) group.rows.push(row);
    } else {
      yield* close();
      group = { line, order, rows: [row], unread: undefined };
    }
    unread = undefined;
  }
  yield* close();
}

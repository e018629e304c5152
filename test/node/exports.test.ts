/** Exports as a client has them over the network: the real orders to the byte, by the official client, and a connection that breaks. */
import { VoucherifyServerSide } from '@voucherify/sdk';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../shared/customers/customers.ts';
import type { Export } from '../../shared/exports/exports.ts';
import type { Order } from '../../shared/orders/orders.ts';
import {
  customerColumns,
  customerRow,
  type Format,
  itemColumns,
  normalJson,
  orderColumns,
  orderRows,
} from '../worker/exports/naive-cells.ts';
import { importInto } from './import-calls.ts';
import { texts } from './real-orders.ts';
import { type Server, startServer } from './server.ts';

let server: Server;
let client: ReturnType<typeof VoucherifyServerSide>;
let orders: Order[];

/** All of a list, latest first. */
async function walk<Row>(name: 'orders' | 'customers'): Promise<Row[]> {
  type Page = Record<typeof name, Row[]> & { more_starting_after?: string };
  const rows: Row[] = [];
  let cursor = '';
  do {
    const after = cursor && `&starting_after_id=${cursor}`;
    const { body } = await server.call<Page>('GET', `/v1/${name}?limit=100${after}`);
    rows.push(...body[name]);
    cursor = body.more_starting_after ?? '';
  } while (cursor !== '');
  return rows;
}

beforeAll(async () => {
  server = await startServer();
  client = VoucherifyServerSide({
    apiUrl: server.url,
    applicationId: server.key.app_id,
    secretKey: server.key.app_token,
  });
  await importInto(server, texts.join('\n'));
  orders = await walk<Order>('orders');
});

afterAll(async () => {
  await server.stop();
});

/** The URL of a new export's file. */
async function urlOf(body: { exported_object: string; parameters?: object }): Promise<string> {
  const { body: asked } = await server.call<Export>('POST', '/v1/exports', { body: JSON.stringify(body) });
  const { body: done } = await server.call<Export>('GET', `/v1/exports/${asked.id}`);
  return done.result?.url ?? '';
}

const parseCsv = (text: string, delimiter = ','): string[][] =>
  parse(text, { delimiter, bom: true, record_delimiter: '\r\n' });

async function rowsOf(url: string, delimiter?: string): Promise<{ text: string; rows: string[][] }> {
  const response = await fetch(url);
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
  const bytes = await response.arrayBuffer();
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  return { text, rows: parseCsv(text, delimiter) };
}

const plain: Format = { timezone: 'UTC', amounts: 'minor', formulas: 'escape', digits: 2 };
const metadataColumns = (prefix: string, metadatas: readonly (object | undefined)[]): string[] =>
  [...new Set(metadatas.flatMap((metadata) => Object.keys(metadata ?? {})))].map((key) => `${prefix}${key}`);
const normal = (rows: string[][]) => rows.map((row) => row.map(normalJson));

test.each([
  ['orders', plain],
  ['items', plain],
  ['orders', { ...plain, timezone: 'Europe/London', amounts: 'decimal' as const }],
  [
    'items',
    { ...plain, timezone: 'America/St_Johns', amounts: 'decimal' as const, formulas: 'raw' as const },
  ],
] as const)('every column of the real orders is what the API says, in layout %s', async (layout, format) => {
  expect(orders).toHaveLength(2025);
  const fields = [
    ...orderColumns,
    ...metadataColumns(
      'metadata.',
      orders.map(({ metadata }) => metadata),
    ),
    ...(layout === 'items' ? itemColumns : []),
  ];
  const { digits: _, ...sent } = format;
  const url = await urlOf({ exported_object: 'order', parameters: { ...sent, layout, fields } });
  const { rows } = await rowsOf(url);
  const expected = orders.flatMap((order) => orderRows(order, fields, layout, format));
  expect(rows[0]).toEqual(fields);
  expect(rows.length - 1).toBe(expected.length);
  expect(normal(rows.slice(1))).toEqual(normal(expected));
});

test('every column of the real customers is what the API says', async () => {
  const customers = await walk<Customer>('customers');
  expect(customers).toHaveLength(948);
  const parameters = { fields: customerColumns, delimiter: ';', bom: true };
  const { text, rows } = await rowsOf(await urlOf({ exported_object: 'customer', parameters }), ';');
  expect(text.startsWith('\ufeff')).toBe(true);
  expect(normal(rows.slice(1))).toEqual(
    normal(customers.map((customer) => customerRow(customer, customerColumns, plain))),
  );
});

test('the official client asks for an export, gets, lists and deletes it, and its URL needs no key', async () => {
  // The client's types know orders among the exports that it gets, not among those that it asks for.
  const asked = await client.distributions.exports.create({
    exported_object: 'order' as 'customer',
    parameters: {
      order: '-created_at',
      fields: ['id', 'status'],
      filters: { status: { conditions: { $in: ['CANCELED'] } } },
    },
  });
  expect(asked).toMatchObject({ object: 'export', status: 'SCHEDULED', channel: 'API', result: null });
  const done = await client.distributions.exports.get(asked.id);
  expect(done).toMatchObject({ id: asked.id, status: 'DONE', exported_object: 'order' });
  const { rows } = await rowsOf(done.result?.url ?? '');
  const canceled = orders.filter(({ status }) => status === 'CANCELED');
  expect(canceled.length).toBeGreaterThan(100);
  expect(rows).toEqual([['id', 'status'], ...canceled.map(({ id }) => [id, 'CANCELED'])]);
  const customers = await client.distributions.exports.create({ exported_object: 'customer' });
  const list = await client.distributions.exports.list({ limit: 2, order: '-created_at' });
  expect(list.exports.map(({ id }) => id)).toEqual([customers.id, asked.id]);
  expect(list).toMatchObject({ object: 'list', data_ref: 'exports' });
  await client.distributions.exports.delete(asked.id);
  await expect(client.distributions.exports.get(asked.id)).rejects.toMatchObject({ code: 404 });
  expect((await fetch(done.result?.url ?? '')).status).toBe(404);
});

test("the official client's junctions are understood as it spells them", async () => {
  const count = async (junction: 'AND' | 'OR') => {
    const asked = await client.distributions.exports.create({
      exported_object: 'order' as 'customer',
      parameters: {
        filters: {
          junction,
          status: { conditions: { $in: ['CANCELED'] } },
          items_count: { conditions: { $more_than: [5] } },
        },
      },
    });
    const { result } = await client.distributions.exports.get(asked.id);
    return (await rowsOf(result?.url ?? '')).rows.length - 1;
  };
  const isCanceled = ({ status }: Order) => status === 'CANCELED';
  const isLong = ({ items }: Order) => items.length > 5;
  expect(await count('AND')).toBe(orders.filter((order) => isCanceled(order) && isLong(order)).length);
  expect(await count('OR')).toBe(orders.filter((order) => isCanceled(order) || isLong(order)).length);
});

const everything = {
  exported_object: 'order',
  parameters: { layout: 'items', fields: [...orderColumns, ...itemColumns] },
};

test('a reader who goes away leaves the server as it was', async () => {
  const url = await urlOf(everything);
  for (let time = 0; time < 5; time += 1) {
    const controller = new AbortController();
    const response = await fetch(url, { signal: controller.signal });
    const reader = response.body?.getReader();
    expect((await reader?.read())?.done).toBe(false);
    controller.abort();
  }
  expect((await fetch(`${server.url}/health`)).status).toBe(200);
  const { rows } = await rowsOf(url);
  expect(rows.length - 1).toBe(orders.reduce((sum, { items }) => sum + Math.max(1, items.length), 0));
});

/** The last test: it ends the server. */
test('a connection that breaks in mid-file is an error for the reader, not an end', async () => {
  const response = await fetch(await urlOf(everything));
  const reader = response.body?.getReader();
  expect((await reader?.read())?.done).toBe(false);
  await server.stop();
  const readOn = async () => {
    while (!(await reader?.read())?.done);
  };
  await expect(readOn()).rejects.toThrow();
});

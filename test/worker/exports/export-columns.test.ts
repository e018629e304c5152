import { env } from 'cloudflare:workers';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CustomerList } from '../../../shared/customers/customer-lists.ts';
import type { Customer } from '../../../shared/customers/customers.ts';
import type { OrderList } from '../../../shared/orders/orders.ts';
import worker from '../../../worker/index.ts';
import { Client } from '../client.ts';
import { uniqueId } from '../factories.ts';
import { createExport, exportRows, parseCsv, readText } from './export-client.ts';
import {
  customerColumns,
  customerRow,
  type Format,
  itemColumns,
  normalJson,
  orderColumns,
  orderRows,
  timeCell,
} from './naive-cells.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

/** Characters that a file, a spreadsheet, a database or a program may stumble over. */
const hostileCharacter = fc.constantFrom(
  ...['"', ',', ';', '\t', '\r', '\n', '\r\n', '\u0000', '=', '+', '-', '@', "'", '\\', ' ', 'a', '7', '.'],
  ...['😀', '👩‍👩‍👧', 'ש', '\u202e', 'é', 'e\u0301', '\ufeff', '\u2028', '\u007f', '\u0001', '\uffff', '中'],
);
const hostileText = fc.oneof(
  fc.string({ unit: hostileCharacter, maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '=1+1',
    '+1',
    '-5',
    '@SUM(A1)',
    '\t=x',
    '\r=x',
    '\n=x',
    '＝1',
    '＠x',
    "'=1",
    ' =1',
    '0',
    '1e5',
    'null',
    '',
    '""',
  ),
);
const presentText = hostileText.filter((text) => text !== '');
const hostileKey = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'a.b',
    'q"u.o\'te',
    "it's",
    'two words',
    'Größe',
    '😀',
    '$',
    '[0]',
    '0',
    '__proto__',
  ),
  presentText.filter((key) => !key.includes('\u0000')),
);
const scalar = fc.oneof(
  hostileText,
  fc.constantFrom(
    0,
    -0.5,
    1e21,
    1e-7,
    5e-324,
    1.7976931348623157e308,
    2 ** 53 + 2,
    -7,
    0.1,
    42,
    true,
    false,
    null,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const hostileJson = fc.oneof(
  { weight: 5, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 2, arbitrary: fc.array(fc.tuple(hostileKey, scalar), { maxLength: 3 }).map(Object.fromEntries) },
);
const hostileMetadata: fc.Arbitrary<Record<string, unknown>> = fc
  .array(fc.tuple(hostileKey, hostileJson), { maxLength: 6 })
  .map(Object.fromEntries);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const amount = fc.oneof(fc.nat(2000), fc.constantFrom(0, 5, 99, 100, 10 ** 12));

const person = fc.record({
  source_id: optional(presentText.map((text) => `${text}${uniqueId('person')}`)),
  name: optional(hostileText),
  email: optional(hostileText),
});
const item = fc.record({
  source_id: optional(presentText.map((text) => `${text}-line`)),
  product_id: optional(presentText),
  quantity: fc.nat(9),
  price: optional(amount),
  discount_amount: optional(fc.nat(500)),
  product: optional(fc.record({ id: optional(presentText), name: optional(hostileText) })),
  sku: optional(fc.record({ sku: optional(hostileText) })),
  metadata: optional(hostileMetadata),
});
const order = fc.record({
  source_id: optional(presentText.map((text) => `${text}${uniqueId('order')}`)),
  status: fc.constantFrom('CREATED', 'PAID', 'CANCELED', 'FULFILLED'),
  created_at: optional(
    fc
      .date({ min: new Date('1970-01-02'), max: new Date('2026-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString()),
  ),
  amount: optional(amount),
  discount_amount: optional(amount),
  items: fc.array(item, { maxLength: 4 }),
  metadata: hostileMetadata,
  customer: optional(person),
  referrer: optional(person),
  isChanged: fc.boolean(),
});

const zones = [
  'UTC',
  'Europe/Vienna',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Australia/Lord_Howe',
];
const format = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t'),
  bom: fc.boolean(),
  timezone: fc.constantFrom(...zones),
  amounts: fc.constantFrom('minor' as const, 'decimal' as const),
  formulas: fc.constantFrom('escape' as const, 'raw' as const),
});

/** How long the JSON of one family's names may be here: a request takes 4,000 characters of names in all. */
const NAMES = 1500;

/** Every key of metadata as columns, keys of what is nested too. */
function metadataColumns(prefix: string, metadatas: readonly unknown[]): string[] {
  const names = metadatas.flatMap((metadata) =>
    Object.entries(metadata ?? {}).flatMap(([key, value]) => [
      key,
      ...(typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.keys(value).map((inner) => `${key}.${inner}`)
        : []),
    ]),
  );
  const columns = [...new Set(['a.b', 'none', ...names])].slice(0, 30).map((name) => `${prefix}${name}`);
  while (JSON.stringify(columns).length > NAMES) columns.pop();
  return columns;
}

const normal = (rows: string[][]): unknown[][] => rows.map((row) => row.map(normalJson));
const isRun = (run: string) => ({ 'metadata.run': { conditions: { $is: [run] } } });

async function listedRun<List>(path: string, run: string): Promise<List> {
  const query = new URLSearchParams([['filters[metadata.run][conditions][$is]', run]]);
  const reply = await client.call<List>('GET', `${path}?limit=100&${query}`);
  expect(reply.status).toBe(200);
  return reply.body;
}

describe('every column of every row is what the API says', () => {
  it('of orders, whatever is in them, in every format and both layouts', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(order, { minLength: 1, maxLength: 6 }),
        format,
        fc.constantFrom('orders' as const, 'items' as const),
        async (inputs, options, layout) => {
          const run = uniqueId('run');
          for (const { isChanged, ...input } of inputs) {
            const { body } = await client.post({ ...input, metadata: { ...input.metadata, run } });
            if (isChanged) await client.put(body.id, { metadata: { changed: '=1', a: 'again' } });
          }
          const { orders } = await listedRun<OrderList>('/v1/orders', run);
          expect(orders).toHaveLength(inputs.length);
          const ofItems = orders.flatMap(({ items }) => items.map(({ metadata }) => metadata));
          const fields = [
            ...orderColumns,
            ...metadataColumns(
              'metadata.',
              orders.map(({ metadata }) => metadata),
            ),
            ...(layout === 'items' ? [...itemColumns, ...metadataColumns('item.metadata.', ofItems)] : []),
          ];
          const { text, header, rows } = await exportRows(client, 'order', {
            ...options,
            layout,
            fields,
            filters: isRun(run),
          });
          expect(text.startsWith('\ufeff')).toBe(options.bom);
          expect(header).toEqual(fields);
          const naive: Format = { ...options, digits: 2 };
          const expected = orders.flatMap((one) => orderRows(one, fields, layout, naive));
          expect(normal(rows)).toEqual(normal(expected));
        },
      ),
      { numRuns: 60 },
    ));

  it('of customers, whatever is in them', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            source_id: optional(presentText.map((text) => `${text}${uniqueId('customer')}`)),
            name: optional(hostileText),
            email: optional(hostileText),
            phone: optional(hostileText),
            description: optional(hostileText),
            birthday: optional(fc.constant('1980-02-29')),
            birthdate: optional(fc.constant('1980-02-29')),
            address: optional(
              fc.record({
                city: optional(fc.option(hostileText)),
                state: optional(hostileText),
                line_1: optional(hostileText),
                line_2: optional(hostileText),
                country: optional(hostileText),
                postal_code: optional(hostileText),
              }),
            ),
            metadata: hostileMetadata,
          }),
          { minLength: 1, maxLength: 5 },
        ),
        fc.array(fc.tuple(fc.nat(4), fc.constantFrom('PAID', 'CREATED'), amount), { maxLength: 4 }),
        format,
        async (inputs, bought, options) => {
          const run = uniqueId('run');
          const ids: string[] = [];
          for (const input of inputs) {
            const body = { ...input, metadata: { ...input.metadata, run } };
            const made = await client.call<Customer>('POST', '/v1/customers', { body });
            expect(made.status).toBe(200);
            ids.push(made.body.id);
          }
          for (const [index, status, price] of bought) {
            await client.post({ customer_id: ids[index % ids.length], status, amount: price });
          }
          const { customers } = await listedRun<CustomerList>('/v1/customers', run);
          expect(customers).toHaveLength(inputs.length);
          const fields = [
            ...customerColumns,
            ...metadataColumns(
              'metadata.',
              customers.map(({ metadata }) => metadata),
            ),
          ];
          const { header, rows } = await exportRows(client, 'customer', {
            ...options,
            fields,
            filters: isRun(run),
          });
          expect(header).toEqual(fields);
          const naive: Format = { ...options, digits: 2 };
          expect(normal(rows)).toEqual(normal(customers.map((one) => customerRow(one, fields, naive))));
        },
      ),
      { numRuns: 40 },
    ));
});

describe('cells', () => {
  const ofOne = (id: string) => ({ filters: { source_id: { conditions: { $is: [id] } } } });

  it('of 100 kB come back as they were', async () => {
    const source_id = uniqueId('long');
    const texts = ['"', ',\r\n', '😀', "=x'"].map((part) => part.repeat(100_000 / part.length));
    const metadata = Object.fromEntries(texts.map((text, index) => [`k${index}`, text]));
    await client.post({
      source_id,
      metadata,
      items: [{ source_id: 'l', metadata: { note: texts[0] } }, { source_id: 'm' }],
    });
    for (const layout of ['orders', 'items']) {
      const { rows } = await exportRows(client, 'order', {
        ...ofOne(source_id),
        layout,
        formulas: 'raw',
        fields: [...Object.keys(metadata).map((key) => `metadata.${key}`), 'metadata'],
      });
      expect(rows).toHaveLength(layout === 'items' ? 2 : 1);
      for (const row of rows) {
        expect(row.slice(0, -1)).toEqual(texts);
        expect(JSON.parse(row.at(-1) ?? '')).toEqual(metadata);
      }
    }
  });

  it('of a sum of quantities that no integer of the database holds do not end the file', async () => {
    const source_id = uniqueId('many');
    const items = Array.from({ length: 1100 }, () => ({ quantity: Number.MAX_SAFE_INTEGER }));
    await client.post({ source_id, items });
    const { rows } = await exportRows(client, 'order', {
      ...ofOne(source_id),
      fields: ['source_id', 'items_quantity'],
    });
    expect(rows).toHaveLength(1);
    expect(Number(rows[0]?.[1]) / (1100 * Number.MAX_SAFE_INTEGER)).toBeCloseTo(1, 10);
  });

  it('of the greatest amounts are exact', async () => {
    const source_id = uniqueId('rich');
    await client.post({ source_id, items: [{ price: Number.MAX_SAFE_INTEGER, discount_amount: 1 }] });
    const { rows } = await exportRows(client, 'order', {
      ...ofOne(source_id),
      amounts: 'decimal',
      layout: 'items',
      fields: ['amount', 'total_amount', 'item_price', 'item_subtotal_amount', 'discount_amount'],
    });
    expect(rows).toEqual([
      ['90071992547409.91', '90071992547409.90', '90071992547409.91', '90071992547409.90', '0.00'],
    ]);
  });

  it.each([
    ['JPY', '1234'],
    ['USD', '12.34'],
    ['BHD', '1.234'],
    ['CLF', '0.1234'],
  ])('have the digits of %s', async (CURRENCY, expected) => {
    const source_id = uniqueId('money');
    await client.post({ source_id, amount: 1234 });
    const { id } = await createExport(client, 'order', {
      ...ofOne(source_id),
      amounts: 'decimal',
      fields: ['amount'],
    });
    const request = new Request<unknown, IncomingRequestCfProperties>(
      `https://docket.test/v1/exports/${id}/download`,
      { headers: { 'X-App-Id': client.key.appId, 'X-App-Token': client.key.token } },
    );
    const response = await worker.fetch(request, { ...env, CURRENCY });
    expect(parseCsv(await readText(response))).toEqual([['amount'], [expected]]);
  });

  it('of a person who was deleted are empty, as in the API', async () => {
    const source_id = uniqueId('gone');
    const { body } = await client.post({
      source_id,
      customer: { source_id: uniqueId('c'), name: 'Ann' },
      referrer: { source_id: uniqueId('r') },
    });
    const fields = [
      ...['customer_id', 'customer_source_id', 'customer_name', 'customer_email'],
      ...['referrer_id', 'referrer_source_id'],
    ];
    expect((await client.call('DELETE', `/v1/customers/${body.customer_id}`)).status).toBe(204);
    expect((await client.call('DELETE', `/v1/customers/${body.referrer_id}`)).status).toBe(204);
    expect((await client.get(source_id)).body.customer_id).toBe(null);
    const { rows } = await exportRows(client, 'order', { ...ofOne(source_id), fields });
    expect(rows).toEqual([['', '', '', '', '', '']]);
  });
});

describe('times', () => {
  /** Before and after changes of the clock, among them changes of half an hour, of a day, and of twelve days only. */
  const moments = [
    ...['2026-03-29T00:59:59.999Z', '2026-03-29T01:00:00.000Z', '2025-10-26T00:59:59.999Z'],
    ...['2025-10-26T01:00:00.000Z', '2011-12-30T09:59:59.999Z', '2011-12-30T10:00:00.000Z'],
    ...['2025-04-05T15:00:00.000Z', '2025-04-05T14:59:59.999Z', '2004-05-31T12:00:00.000Z'],
    ...['2004-06-06T12:00:00.000Z', '2004-06-20T12:00:00.000Z', '1970-01-01T00:00:00.000Z'],
    ...['1969-12-31T23:59:59.999Z', '1945-04-05T12:00:00.000Z', '1943-03-30T12:00:00.000Z'],
    ...['2026-11-01T05:59:59.001Z', '2026-11-01T06:00:00.000Z', '1952-02-29T23:30:00.500Z'],
  ].filter((moment) => Date.parse(moment) < Date.now());

  it.each([
    ...zones,
    'America/New_York',
    'America/Argentina/Tucuman',
    'Europe/Tirane',
    'Africa/Casablanca',
    'Etc/GMT+12',
    'Pacific/Kiritimati',
    '+05:30',
  ])('are those of %s, with its offset', async (timezone) => {
    const run = uniqueId('run');
    for (const created_at of moments) await client.post({ created_at, metadata: { run }, items: [] });
    const { rows } = await exportRows(client, 'order', {
      timezone,
      order: 'created_at',
      fields: ['created_at'],
      filters: isRun(run),
    });
    const sorted = moments.toSorted((a, b) => Date.parse(a) - Date.parse(b));
    expect(rows.map(([cell]) => cell)).toEqual(sorted.map((moment) => timeCell(moment, { timezone })));
    expect(rows.map(([cell = '']) => Date.parse(cell))).toEqual(sorted.map(Date.parse));
  });

  it('name the same moment when a zone was not whole minutes from UTC, and in the year 0', async () => {
    const run = uniqueId('run');
    const old = [
      '0000-01-01T00:00:00.000Z',
      '0033-04-03T15:00:00.000Z',
      '1899-12-31T23:59:59.999Z',
      '1915-05-05T05:05:05.055Z',
    ];
    for (const created_at of old) await client.post({ created_at, metadata: { run }, items: [] });
    for (const timezone of ['UTC', 'Europe/Amsterdam', 'Europe/Dublin', 'Asia/Tokyo']) {
      const { rows } = await exportRows(client, 'order', {
        timezone,
        order: 'created_at',
        fields: ['created_at'],
        filters: isRun(run),
      });
      expect(rows.map(([cell = '']) => new Date(cell).toISOString())).toEqual(old);
    }
  });
});

describe('the file', () => {
  it('is the header row alone where nothing matches', async () => {
    const { text } = await exportRows(client, 'order', {
      filters: { source_id: { conditions: { $is: [uniqueId('none')] } } },
      bom: true,
      delimiter: ';',
      fields: ['id', 'metadata.a b', 'metadata.q";'],
    });
    expect(text).toBe('\ufeffid;"metadata.a b";"metadata.q"";"\r\n');
  });

  it("has the contract's default columns", async () => {
    expect((await exportRows(client, 'order')).header).toEqual(['id', 'source_id', 'status']);
    expect((await exportRows(client, 'customer')).header).toEqual(['name', 'source_id']);
  });

  it('takes a hundred columns, whatever their names', async () => {
    const source_id = uniqueId('wide');
    const names = Array.from({ length: 100 }, (_, index) => `${'\'"中.'.repeat(4)}.${index}`);
    const metadata = Object.fromEntries(names.map((name, index) => [name, index]));
    await client.post({ source_id, metadata, items: [{ source_id: 'x' }, { product_id: 'y' }] });
    const fields = names.map((name) => `metadata.${name}`);
    // JSON writes a quote as two characters; what stands between the names does not count.
    const length = (some: string[]) => some.reduce((sum, name) => sum + JSON.stringify(name).length - 2, 0);
    const fits = fields.filter((_, index) => length(fields.slice(0, index + 1)) <= 4000);
    expect(fits.length).toBeGreaterThan(80);
    const one = `metadata.${'x'.repeat(4000 - length(fits) - 'metadata.'.length)}`;
    if (length([one]) > 'metadata.'.length) expect(length([...fits, one])).toBe(4000);
    for (const layout of ['orders', 'items']) {
      const { header, rows } = await exportRows(client, 'order', {
        layout,
        filters: { source_id: { conditions: { $is: [source_id] } } },
        fields: fits,
      });
      const row = fits.map((_, index) => String(index));
      expect(header).toEqual(fits);
      expect(rows).toEqual(layout === 'items' ? [row, row] : [row]);
    }
  });

  it('takes every column at once, in the zone whose clock changed most', async () => {
    const source_id = uniqueId('all');
    const metadata = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`key.${index}`, index]));
    const { body } = await client.post({
      source_id,
      metadata,
      items: [{ source_id: 'x', price: 5, metadata }, { product_id: 'y' }],
    });
    const format = { timezone: 'America/New_York', amounts: 'decimal' as const, formulas: 'escape' as const };
    const ofMetadata = Object.keys(metadata).flatMap((key) => [`metadata.${key}`, `item.metadata.${key}`]);
    const fields = [...orderColumns, ...itemColumns, ...ofMetadata].slice(0, 100);
    const { rows } = await exportRows(client, 'order', {
      ...format,
      layout: 'items',
      filters: { source_id: { conditions: { $is: [source_id] } } },
      fields,
    });
    expect(rows).toEqual(orderRows(body, fields, 'items', { ...format, digits: 2 }));
  });
});

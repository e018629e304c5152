import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ExportedObject } from '../../../shared/exports/exports.ts';
import { Database } from '../../../worker/database.ts';
import { readEnvironment } from '../../../worker/environment.ts';
import { exportFile } from '../../../worker/exports/export-file.ts';
import worker from '../../../worker/index.ts';
import { Client } from '../client.ts';
import { run } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { exportRows, parseCsv, settled, useSmallPages } from './export-client.ts';

/** As many pages as 20,000 orders have, by pages of a tenth. */
const ORDERS = 2000;

/** No page should be longer: what D1 answers as one string, in bytes. */
const MAX_PART = 2_000_000;

const byteLength = (text: string): number => new TextEncoder().encode(text).byteLength;

/** A row read for a row of the file, and what beginning and ending costs. */
const mayRead = (rows: number): number => 1.05 * rows + 50;

const many = (rows: number) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})`;
const insertOrders = (
  rows: number,
  group: string,
  { metadata = "'{}'", items = "'[]'", changed = false } = {},
) =>
  run(`${many(rows)} INSERT INTO orders (id, source_id, status, created_at, updated_at, customer_id, items_count,
    sent_amount, initial_amount, discount_amount, items_discount_amount, metadata, items)
    SELECT '${group}' || printf('%07d', i), '${group}' || i, CASE i % 2 WHEN 0 THEN 'CREATED' ELSE 'PAID' END,
      1e12 + (i * 7919 % 500) * 60000, ${changed ? 'CASE WHEN i % 3 = 0 THEN 2e12 + i END' : 'NULL'},
      'cust_' || (i % 40), json_array_length(${items}), i, i, 0, 0, ${metadata}, ${items} FROM n`);

beforeAll(async () => {
  await run(`${many(40)} INSERT INTO customers (id, source_id, name, created_at)
    SELECT 'cust_' || (i - 1), 'person-' || i, 'Person ' || i, 0 FROM n`);
  await insertOrders(ORDERS, 'plain', { changed: true });
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** What is thrown at the nth batch, from 1, in place of what D1 answers. */
type Fault = (batch: number) => Error | undefined;

const isTooLong = (value: unknown): boolean => typeof value === 'string' && byteLength(value) > MAX_PART;

/**
 * The real database, whose batches are counted and fail as they are told. Like D1, and unlike the local engine, it makes no
 * string over 2,000,000 bytes; `refused` counts the batches that asked for one, `rowsRead` what they all read.
 */
function countingBinding(fault: Fault = () => undefined) {
  const counts = { batches: 0, answered: 0, refused: 0, rowsRead: 0 };
  const binding = {
    withSession(bookmark: string) {
      const session = env.DB.withSession(bookmark);
      return {
        getBookmark: () => session.getBookmark(),
        prepare: (text: string) => session.prepare(text),
        batch: async (statements: D1PreparedStatement[]) => {
          counts.batches += 1;
          const error = fault(counts.batches);
          if (error) throw error;
          const results = await session.batch<Record<string, unknown>>(statements).finally(() => {
            counts.answered += 1;
          });
          for (const { meta } of results) counts.rowsRead += meta.rows_read;
          if (!results.some((result) => result.results.some((row) => Object.values(row).some(isTooLong)))) {
            return results;
          }
          counts.refused += 1;
          throw new Error('D1_ERROR: string or blob too big: SQLITE_TOOBIG');
        },
      };
    },
  } as unknown as D1Database;
  return { binding, counts };
}

/** A file, and the database that it is read from. */
function open(
  parameters: Record<string, unknown>,
  { binding = env.DB, object = 'order' }: { binding?: D1Database; object?: ExportedObject } = {},
) {
  const database = new Database(binding, null);
  const record = {
    id: 'exp_test',
    exportedObject: object,
    parameters: JSON.stringify(parameters),
    mark: Number.MAX_SAFE_INTEGER,
    createdAt: Date.now(),
    createdBy: 'key_test',
  };
  const parts = exportFile({ database, environment: readEnvironment(env), requestId: 'req_test' }, record);
  return { database, parts };
}

/** Reads a file to its end. */
async function readAll(
  parameters: Record<string, unknown>,
  { object, ...given }: { object?: ExportedObject; binding?: D1Database } = {},
) {
  const { binding, counts } = countingBinding();
  const { database, parts } = open(parameters, { binding, ...given, ...(object && { object }) });
  const texts: string[] = [];
  for await (const part of parts) texts.push(part);
  const rows = parseCsv(texts.join('')).slice(1);
  return { rows, cost: database.cost, counts, longest: Math.max(...texts.map(byteLength)) };
}

const ownColumns = [
  ...['id', 'source_id', 'created_at', 'updated_at', 'status', 'amount', 'discount_amount', 'total_amount'],
  ...['items_discount_amount', 'total_discount_amount', 'metadata', 'initial_amount', 'items_count'],
  ...['items_quantity', 'metadata.a.b'],
];
const ofGroup = (group: string) => ({ source_id: { conditions: { $starts_with: [group] } } });

describe(`what an export of ${ORDERS} orders costs`, () => {
  useSmallPages();

  it.each(['created_at', '-created_at', 'updated_at', '-updated_at', 'status', '-status'])(
    "at most 1.05 rows read a row for the order's own columns, sorted by %s",
    async (order) => {
      const { rows, cost } = await readAll({ order, fields: ownColumns });
      expect(new Set(rows.map(([id]) => id)).size).toBe(ORDERS);
      expect(cost.rowsRead).toBeLessThanOrEqual(mayRead(ORDERS));
      expect(cost.roundTrips).toBeLessThanOrEqual(order.includes('status') ? 24 : 14);
      expect(cost.rowsWritten).toBe(0);
    },
  );

  it('a row more for the customer, and none for lines or a filter by status', async () => {
    const named = await readAll({ fields: ['id', 'customer_id', 'customer_name', 'customer_email'] });
    expect(named.cost.rowsRead).toBeLessThanOrEqual(4 * ORDERS);
    const paid = await readAll({
      fields: ownColumns,
      filters: { status: { conditions: { $is: ['PAID'] } } },
    });
    expect(paid.rows).toHaveLength(ORDERS / 2);
    expect(paid.cost.rowsRead).toBeLessThanOrEqual(mayRead(ORDERS / 2));
  });

  it('a range of created_at reads no more than it has', async () => {
    const conditions = {
      $after: [new Date(1e12).toISOString()],
      $before: [new Date(1e12 + 6e6).toISOString()],
    };
    for (const order of ['created_at', '-created_at']) {
      const { rows, cost } = await readAll({
        order,
        fields: ownColumns,
        filters: { created_at: { conditions } },
      });
      expect(rows.length).toBeGreaterThan(300);
      expect(cost.rowsRead).toBeLessThanOrEqual(mayRead(rows.length));
    }
  });
});

describe('a filter that no index serves', () => {
  useSmallPages();

  it.each([
    ['created_at', { updated_at: { conditions: { $is_unknown: [true] } } }],
    ['-created_at', { updated_at: { conditions: { $is_unknown: [true] } } }],
    ['-created_at', { updated_at: { conditions: { $is_unknown: [false] } } }],
    ['-updated_at', { updated_at: { conditions: { $is_unknown: [true] } } }],
    ['updated_at', { amount: { conditions: { $more_than: [10] } } }],
  ])('reads every order about once, not once a page, sorted by %s', async (order, filters) => {
    const { rows, cost } = await readAll({ order, filters, fields: ownColumns });
    expect(rows.length).toBeGreaterThan(600);
    expect(cost.rowsRead).toBeLessThanOrEqual(1.1 * ORDERS);
  });
});

describe('the reader sets the pace', () => {
  useSmallPages();

  it('nothing is read before the header row is taken, nor by taking it', async () => {
    const { binding, counts } = countingBinding();
    const { database, parts } = open({ fields: ['id'] }, { binding });
    expect(database.cost.roundTrips).toBe(0);
    expect((await parts.next()).value).toBe('id\r\n');
    await settled(counts);
    expect(database.cost.roundTrips).toBe(0);
    await parts.return(undefined);
    expect(database.cost.roundTrips).toBe(0);
  });

  it('no more than one page is read ahead of a reader who waits', async () => {
    const { binding, counts } = countingBinding();
    const { database, parts } = open({ fields: ownColumns }, { binding });
    await parts.next();
    for (let taken = 1; taken <= 3; taken += 1) {
      await parts.next();
      await settled(counts);
      expect(database.cost.roundTrips).toBeLessThanOrEqual(taken + 1);
    }
    await parts.return(undefined);
  });

  it('a reader who goes away stops the queries', async () => {
    const { binding, counts } = countingBinding();
    const { database, parts } = open({ fields: ownColumns }, { binding });
    await parts.next();
    await parts.next();
    await parts.return(undefined);
    await settled(counts);
    expect(counts.batches).toBeLessThanOrEqual(2);
    const { rowsRead } = database.cost;
    await settled(counts);
    expect(database.cost.rowsRead).toBe(rowsRead);
    expect(rowsRead).toBeLessThan(ORDERS / 2);
  });
});

describe('a failure in mid-file', () => {
  useSmallPages();

  const failAt =
    (nth: number, message: string): Fault =>
    (batch) =>
      batch === nth ? new Error(message) : undefined;

  it.each([1, 2, 4])('of page %i breaks the file off, and is logged', async (nth) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const { binding, counts } = countingBinding(failAt(nth, 'D1_ERROR: disk I/O error'));
    const { parts } = open({ fields: ownColumns }, { binding });
    const read = async () => {
      for await (const part of parts) expect(part).not.toBe('');
    };
    await expect(read()).rejects.toThrow('disk I/O error');
    expect(String(log.mock.calls[0]?.[0])).toContain('req_test');
    expect(counts.batches).toBe(nth);
    expect((await parts.next()).done).toBe(true);
  });

  it('is asked again where the database is overloaded, and then the file is whole', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.01);
    const failures = new Set([1, 2, 4]);
    const { binding, counts } = countingBinding((batch) =>
      failures.has(batch) ? new Error('D1_ERROR: D1 DB is overloaded. Too many requests queued.') : undefined,
    );
    const { rows, cost } = await readAll({ fields: ['id'] }, { binding });
    expect(rows).toHaveLength(ORDERS);
    expect(new Set(rows.flat()).size).toBe(ORDERS);
    expect(cost.rowsRead).toBeLessThanOrEqual(mayRead(ORDERS));
    expect(counts.batches).toBe(cost.roundTrips);
  });

  it('breaks the file off where the database stays overloaded', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.01);
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { binding, counts } = countingBinding((batch) =>
      batch > 2 ? new Error('D1_ERROR: D1 DB is overloaded. Requests queued for too long.') : undefined,
    );
    const { parts } = open({ fields: ['id'] }, { binding });
    const read = async () => {
      for await (const part of parts) expect(part).not.toBe('');
    };
    await expect(read()).rejects.toThrow('overloaded');
    expect(counts.batches).toBeLessThan(12);
  });
});

describe('pages are sized by bytes as well', () => {
  const sizes: [string, number, string][] = [
    ['5 kB', 700, "json_object('n', i, 't', hex(zeroblob(2500)))"],
    ['40 kB', 120, "json_object('n', i, 't', hex(zeroblob(20000)))"],
    [
      'nothing, 200 kB and 1 MB in turns',
      200,
      `json_object('n', i, 't',
      CASE WHEN i % 100 = 50 THEN hex(zeroblob(500000)) WHEN i % 10 = 5 THEN hex(zeroblob(100000)) ELSE '' END)`,
    ],
    [
      'nothing and then 1.8 MB',
      520,
      `json_object('n', i, 't', CASE WHEN i > 517 THEN hex(zeroblob(900000)) ELSE '' END)`,
    ],
    ['quotes alone', 5, `json_object('n', i, 't', replace(hex(zeroblob(200000)), '0', '"'))`],
    ['900 kB of line ends', 3, `json_object('n', i, 't', replace(hex(zeroblob(225000)), '0', char(13, 10)))`],
  ];

  it.each(sizes)('of %s', async (_, count, metadata) => {
    const group = uniqueId('big');
    await insertOrders(count, group, { metadata });
    for (const order of ['created_at', '-updated_at']) {
      const { rows, cost, longest } = await readAll({
        order,
        fields: ['id', 'metadata', 'metadata.n'],
        filters: ofGroup(group),
      });
      expect(new Set(rows.map(([id]) => id)).size).toBe(count);
      expect(rows).toHaveLength(count);
      const stored = await env.DB.prepare(
        "SELECT id, metadata ->> 'n' AS n, length(metadata ->> 't') AS length FROM orders WHERE instr(source_id, ?) = 1",
      )
        .bind(group)
        .all<{ id: string; n: number; length: number }>();
      const byId = new Map(stored.results.map((row) => [row.id, row]));
      for (const [id = '', cell = '', n] of rows) {
        const one = byId.get(id);
        expect([JSON.parse(cell).t.length, n]).toEqual([one?.length, String(one?.n)]);
      }
      expect(longest).toBeLessThanOrEqual(MAX_PART);
      expect(cost.roundTrips).toBeLessThanOrEqual(count + 50);
    }
    await run(`DELETE FROM orders WHERE instr(source_id, '${group}') = 1`);
  });

  it('of one order whose own file row no database string could hold', async () => {
    const group = 'whole';
    const t = `replace(hex(zeroblob(400000)), '0', '"')`;
    await insertOrders(3, group, { metadata: `json_object('t', ${t}, 'u', '=x')` });
    const fields = ['id', 'metadata', 'metadata.t', 'metadata.u', 'created_at', 'customer_name', 'amount'];
    const { rows } = await readAll({
      fields,
      filters: ofGroup(group),
      amounts: 'decimal',
      timezone: 'Asia/Tokyo',
    });
    expect(rows).toHaveLength(3);
    for (const [id = '', metadata = '', text, formula, time, name, amount] of rows) {
      const number = Number(id.slice(-7));
      expect(JSON.parse(metadata)).toEqual({ t: '"'.repeat(800_000), u: '=x' });
      expect(text?.length).toBe(800_000);
      expect([formula, amount, name]).toEqual(["'=x", `0.0${number}`, `Person ${number + 1}`]);
      expect(time).toMatch(/^2001-.*\+09:00$/);
    }
    await run(`DELETE FROM orders WHERE instr(source_id, '${group}') = 1`);
  });

  it('of texts of three bytes a character asks for few pages that are too long', async () => {
    const group = uniqueId('three');
    await insertOrders(2000, group, { metadata: `json_object('t', replace(hex(zeroblob(500)), '0', '中'))` });
    const { rows, counts } = await readAll({ fields: ['id', 'metadata.t'], filters: ofGroup(group) });
    expect(rows).toHaveLength(2000);
    expect(new Set(rows.map(([, text]) => text))).toEqual(new Set(['中'.repeat(1000)]));
    // 6 MB, by pages of 1 MB; the filter reads every order on the way, and its own value beside each.
    expect(counts.refused).toBeLessThanOrEqual(2);
    expect(counts.batches).toBeLessThanOrEqual(12);
    expect(counts.rowsRead).toBeLessThanOrEqual(2 * (ORDERS + 2000));
    await run(`DELETE FROM orders WHERE instr(source_id, '${group}') = 1`);
  });

  it('of lines that no database string could hold, beside short ones', async () => {
    const group = uniqueId('wide');
    const quotes = (count: number) => `replace(hex(zeroblob(${count / 2})), '0', '"')`;
    const line = (metadata: string) => `json_object('quantity', 1, 'price', 5, 'metadata', ${metadata})`;
    await insertOrders(2, group, {
      metadata: `json_object('t', ${quotes(500_000)})`,
      items: `json_array(${line(`json_object('u', ${quotes(200_000)})`)}, ${line(`json_object('u', '@1')`)}, ${line(`json_object('v', 1)`)})`,
    });
    const { rows } = await readAll({
      layout: 'items',
      fields: [
        'id',
        'item.metadata.u',
        'metadata.t',
        'metadata',
        'item_price',
        'item.metadata.v',
        'item_name',
      ],
      filters: ofGroup(group),
      amounts: 'decimal',
    });
    const [t, u] = ['"'.repeat(500_000), '"'.repeat(200_000)];
    expect(rows.map((row) => row.slice(1))).toEqual(
      [1, 2].flatMap(() =>
        [u, "'@1", ''].map((text, index) => [
          text,
          t,
          JSON.stringify({ t }),
          '0.05',
          index === 2 ? '1' : '',
          '',
        ]),
      ),
    );
    expect(new Set(rows.map(([id]) => id)).size).toBe(2);
    await run(`DELETE FROM orders WHERE instr(source_id, '${group}') = 1`);
  });

  const lines = (count: number, name: string) =>
    `(SELECT json_group_array(json_object('object', 'order_item', 'source_id', 'line-' || j, 'quantity', 1, 'price', j, 'amount', j,
      'product', json_object('name', ${name}))) FROM (WITH RECURSIVE m(j) AS (SELECT 1 UNION ALL SELECT j + 1 FROM m WHERE j < ${count}) SELECT j FROM m))`;

  it.each([
    ['2,000 lines', 4, 2000, "'x'", "'{}'"],
    ['2,000 lines and 5 kB of metadata', 1, 2000, "'=1'", "json_object('t', hex(zeroblob(2500)))"],
    ['40 lines of 40 kB', 3, 40, 'hex(zeroblob(20000))', "'{}'"],
    ['8 lines, beside 1 MB of metadata', 2, 8, "'x'", "json_object('t', hex(zeroblob(500000)))"],
    ['20 lines, many of them', 300, 20, "'x'", "'{}'"],
  ])('of orders of %s', async (_, count, itemsCount, name, metadata) => {
    const group = uniqueId('lines');
    await insertOrders(count, group, { items: lines(itemsCount, name), metadata });
    const { rows, cost, longest } = await readAll({
      layout: 'items',
      order: 'created_at',
      fields: ['id', 'item_source_id', 'item_price', 'item_name', 'metadata.t', 'customer_name'],
      filters: ofGroup(group),
    });
    expect(rows).toHaveLength(count * itemsCount);
    for (const [index, [id, source, price]] of rows.entries()) {
      const line = (index % itemsCount) + 1;
      expect([source, price]).toEqual([`line-${line}`, String(line)]);
      expect(id).toBe(rows[index - (index % itemsCount)]?.[0]);
    }
    expect(new Set(rows.map(([id]) => id)).size).toBe(count);
    expect(longest).toBeLessThanOrEqual(MAX_PART);
    expect(cost.roundTrips).toBeLessThanOrEqual(300);
    await run(`DELETE FROM orders WHERE instr(source_id, '${group}') = 1`);
  });

  it('also where the keys of the sort are long: names of 1,024 characters', async () => {
    await run(`${many(5000)} INSERT INTO customers (id, name, created_at)
      SELECT 'cust_long' || i, replace(hex(zeroblob(512)), '0', char(1)) || i, 0 FROM n`);
    const { rows } = await readAll({ order: 'name', fields: ['id'] }, { object: 'customer' });
    expect(new Set(rows.flat()).size).toBe(5040);
  });
});

describe('the whole of a file over HTTP', () => {
  useSmallPages();

  it('never ends as if it were whole where a page cannot be read', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const { key } = await Client.create();
    const headers = { 'X-App-Id': key.appId, 'X-App-Token': key.token };
    const call = (path: string, bindings: typeof env, body?: string) =>
      worker.fetch(
        new Request<unknown, IncomingRequestCfProperties>(`https://docket.test${path}`, {
          headers: { ...headers, 'Content-Type': 'application/json' },
          ...(body !== undefined && { method: 'POST', body }),
        }),
        bindings,
      );
    const { id } = await (await call('/v1/orders/export', env, '{}')).json<{ id: string }>();
    for (const nth of [2, 3, 5]) {
      const { binding } = countingBinding((batch) =>
        batch === nth ? new Error('D1_ERROR: gone') : undefined,
      );
      const response = await call(`/v1/exports/${id}/download`, { ...env, DB: binding });
      expect(response.status).toBe(200);
      await expect(response.text()).rejects.toThrow('gone');
    }
  });

  it('is the same text as its parts, the header row first', async () => {
    const client = await Client.create();
    const { rows, header } = await exportRows(client, 'order', {
      fields: ['id'],
      order: 'created_at',
      filters: ofGroup('plain'),
    });
    expect(header).toEqual(['id']);
    expect(rows).toHaveLength(ORDERS);
  });
});

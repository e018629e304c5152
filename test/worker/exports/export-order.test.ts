import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { run } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { createExport, download, exportIds, exportRows, parseCsv, useSmallPages } from './export-client.ts';

useSmallPages();

/** More than two pages of any size. */
const ORDERS = 800;
const STATUSES = ['CANCELED', 'CREATED', 'FULFILLED', 'PAID'];

let client: Client;

/** Orders with equal times among them, a third of them changed, and customers with equal names and without. */
beforeAll(async () => {
  client = await Client.create();
  await run(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)
    INSERT INTO customers (id, source_id, name, email, created_at, updated_at, metadata)
    SELECT printf('cust_%06d', i * 7919 % 1500), CASE WHEN i % 5 THEN 'person-' || i END,
      CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN char(233, 10, 34) || i % 11 WHEN 2 THEN char(9) || i ELSE 'Person ' || i % 90 END,
      CASE WHEN i % 3 THEN i % 400 || '@example.com' END,
      1e12 + i % 50, CASE WHEN i % 4 = 0 THEN 2e12 + i % 9 END, '{"n":' || i || '}' FROM n`);
  await run(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ORDERS})
    INSERT INTO orders (id, source_id, status, created_at, updated_at, customer_id, referrer_id, items_count,
      sent_amount, initial_amount, discount_amount, items_discount_amount, metadata, items)
    SELECT printf('ord_%07d', i), 'web-' || i,
      CASE i % 4 WHEN 0 THEN 'CREATED' WHEN 1 THEN 'PAID' WHEN 2 THEN 'CANCELED' ELSE 'FULFILLED' END,
      1e12 + (i * 7919 % 50) * 60000, CASE WHEN i % 3 = 0 THEN 2e12 + i * 104729 % 30 END,
      printf('cust_%06d', i % 40 + 1), printf('cust_%06d', i % 37 + 1), 0, i, i, 0, 0,
      json_object('n', i, 'tag', 'T' || i % 6, 'a', json_object('b', i % 2)), '[]' FROM n`);
});

type Filters = Record<string, unknown>;

/** An expression as the query string of a list. */
function toQuery(filters: Filters): string {
  const pairs = Object.entries(filters).flatMap(([field, value]): [string, string][] =>
    typeof value === 'string'
      ? [[`filters[${field}]`, value]]
      : Object.entries((value as { conditions: Record<string, unknown[]> }).conditions).flatMap(
          ([operator, values]) =>
            values.map((one, index): [string, string] => [
              `filters[${field}][conditions][${operator}][${index}]`,
              String(one),
            ]),
        ),
  );
  return new URLSearchParams(pairs).toString();
}

/** The ids of a list, walked by its cursor to the end. */
async function walk(path: '/v1/orders' | '/v1/customers', query: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  do {
    const { status, body } = await client.call<{
      orders?: { id: string }[];
      customers?: { id: string }[];
      more_starting_after?: string;
    }>('GET', `${path}?limit=100&${query}${cursor && `&starting_after_id=${cursor}`}`);
    expect(status).toBe(200);
    const items = body.orders ?? body.customers ?? [];
    ids.push(...items.map(({ id }) => id));
    cursor = body.more_starting_after ?? '';
  } while (cursor !== '');
  return ids;
}

const expressions: Record<string, Filters> = {
  nothing: {},
  'one status': { status: { conditions: { $is: ['PAID'] } } },
  'two statuses': { status: { conditions: { $in: ['PAID', 'CREATED'] } } },
  'a customer': { customer_id: { conditions: { $is: ['cust_000007'] } } },
  "a customer's source_id": { 'customer.source_id': { conditions: { $starts_with: ['PERSON-1'] } } },
  'a referrer or a tag': {
    junction: 'or',
    referrer_id: { conditions: { $is: ['cust_000003'] } },
    'metadata.tag': { conditions: { $is: ['T1'] } },
  },
  'nested metadata and amounts': {
    'metadata.a.b': { conditions: { $is: [1] } },
    amount: { conditions: { $more_than: [100], $less_than_equal: [5000] } },
  },
  'a range of created_at': {
    created_at: {
      conditions: {
        $after: [new Date(1e12 + 60_000 * 10).toISOString()],
        $before: [new Date(1e12 + 60_000 * 40).toISOString()],
      },
    },
  },
  'a range of updated_at': { updated_at: { conditions: { $after: ['2001-01-01'] } } },
  'days ago': { updated_at: { conditions: { $more_than_ago: [3] } } },
  'never changed': { updated_at: { conditions: { $is_unknown: [true] } } },
  'a source_id': { source_id: { conditions: { $is: ['web-77'] } } },
};

describe('the order of the rows', () => {
  const sorts = ['created_at', '-created_at', 'updated_at', '-updated_at'];

  it.each(Object.keys(expressions))('of orders by %s is that of the list', async (name) => {
    const filters = expressions[name] ?? {};
    const counts = new Set<number>();
    for (const order of sorts) {
      const listed = await walk('/v1/orders', `order=${order}&${toQuery(filters)}`);
      counts.add(listed.length);
      expect(await exportIds(client, 'order', { order, filters })).toEqual(listed);
    }
    expect([...counts]).toHaveLength(1);
    if (name !== 'days ago') expect([...counts][0]).toBeGreaterThan(0);
  });

  it.each(['nothing', 'a referrer or a tag', 'two statuses'])(
    'of orders by status is that of the lists of each status, with %s',
    async (name) => {
      const filters = expressions[name] ?? {};
      for (const [order, sort, statuses] of [
        ['status', 'created_at', STATUSES],
        ['-status', '-created_at', STATUSES.toReversed()],
      ] as const) {
        const listed: string[] = [];
        for (const status of statuses) {
          listed.push(...(await walk('/v1/orders', `order=${sort}&status=${status}&${toQuery(filters)}`)));
        }
        expect(await exportIds(client, 'order', { order, filters })).toEqual(listed);
      }
    },
  );

  it.each([...sorts, 'source_id', '-source_id'])('of customers by %s is that of the list', async (order) => {
    for (const filters of [
      {},
      { email: { conditions: { $starts_with: ['1'] } } },
      { name: { conditions: { $is_unknown: [true] } } },
    ]) {
      const listed = await walk('/v1/customers', `order=${order}&${toQuery(filters)}`);
      expect(listed.length).toBeGreaterThan(100);
      expect(await exportIds(client, 'customer', { order, filters })).toEqual(listed);
    }
  });

  it.each(['id', 'name', 'email'] as const)(
    'of customers by %s is that of its bytes, those without one last, each once',
    async (key) => {
      const { results } = await env.DB.prepare(`SELECT id, ${key} AS value, seq FROM customers`).all<{
        id: string;
        value: string | null;
        seq: number;
      }>();
      const bytes = new TextEncoder();
      const compare = (a: string, b: string): number => {
        const [left, right] = [bytes.encode(a), bytes.encode(b)];
        const at = left.findIndex((byte, index) => byte !== right[index]);
        return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? -1);
      };
      for (const sign of [1, -1]) {
        const sorted = results.toSorted((a, b) => {
          if (a.value === null || b.value === null) {
            return Number(a.value === null) - Number(b.value === null) || sign * (a.seq - b.seq);
          }
          return sign * (compare(a.value, b.value) || a.seq - b.seq);
        });
        const order = sign > 0 ? key : `-${key}`;
        expect(await exportIds(client, 'customer', { order })).toEqual(sorted.map(({ id }) => id));
      }
    },
  );

  it('of orders with lines keeps the lines of an order together, in their order', async () => {
    const tag = uniqueId('lines');
    const made = [3, 0, 1, 2].map((count, index) => ({
      source_id: `${tag}-${index}`,
      created_at: new Date(Date.now() - index * 1000).toISOString(),
      metadata: { tag },
      items: Array.from({ length: count }, (_, line) => ({ source_id: `line-${line}` })),
    }));
    for (const order of made) await client.post(order);
    const { rows } = await exportRows(client, 'order', {
      layout: 'items',
      fields: ['source_id', 'item_source_id', 'items_count'],
      filters: { 'metadata.tag': { conditions: { $is: [tag] } } },
    });
    expect(rows).toEqual(
      made.flatMap(({ source_id, items }) =>
        items.length > 0
          ? items.map((item) => [source_id, item.source_id, String(items.length)])
          : [[source_id, '', '0']],
      ),
    );
  });
});

/** Reads a file part by part; something is done before each part but the first. */
async function readWhile(id: string, interfere: (part: number) => Promise<unknown>): Promise<string[][]> {
  const response = await download(client, id);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let part = 0; ; part += 1) {
    const { done, value } = await reader.read();
    if (done) return parseCsv(text + decoder.decode()).slice(1);
    text += decoder.decode(value, { stream: true });
    await interfere(part);
  }
}

const idsByTime = async (direction: string): Promise<string[]> => {
  const { results } = await env.DB.prepare(
    `SELECT id FROM orders ORDER BY created_at ${direction}, seq ${direction}`,
  ).all<{ id: string }>();
  return results.map(({ id }) => id);
};

describe('an export is of the moment it was asked for', () => {
  it.each(['created_at', '-created_at'])(
    'sorted by %s every row stands in it once while orders are inserted and changed',
    async (order) => {
      const expected = await idsByTime(order === 'created_at' ? 'ASC' : 'DESC');
      const { id } = await createExport(client, 'order', {
        order,
        fields: ['id', 'status', 'metadata.note'],
      });
      let parts = 0;
      const note = uniqueId('note');
      const rows = await readWhile(id, async (part) => {
        parts += 1;
        // New orders at both ends, and in the middle; changes of rows read and of rows to come.
        for (const created_at of ['1999-01-01T00:00:00Z', '2001-09-09T05:00:00Z', '2026-01-01T00:00:00Z']) {
          await client.post({ created_at, items: [] });
        }
        await run(`UPDATE orders SET updated_at = 3e12 + seq % 5, version = version + 1,
          status = CASE status WHEN 'PAID' THEN 'FULFILLED' ELSE 'PAID' END WHERE seq % 10 = ${part % 10}`);
        const last = expected.at(-1);
        if (part === 0) await client.put(last ?? '', { metadata: { note } });
      });
      expect(parts).toBeGreaterThan(3);
      expect(rows.map(([one]) => one)).toEqual(expected);
      expect(rows.at(-1)?.[2]).toBe(note);
    },
  );

  it('orders inserted after it was asked for are not in it, whenever it is read', async () => {
    const before = await idsByTime('ASC');
    const { id } = await createExport(client, 'order', { order: 'created_at', fields: ['id'] });
    await client.post({ created_at: '2000-01-01T00:00:00Z', items: [] });
    for (let time = 0; time < 2; time += 1) {
      expect((await readWhile(id, async () => {})).map(([one]) => one)).toEqual(before);
    }
  });

  it('a customer who is deleted in mid-file ends nothing, whichever row the page ended with', async () => {
    const { results } = await env.DB.prepare('SELECT id FROM customers ORDER BY id').all<{ id: string }>();
    const all = results.map(({ id }) => id);
    const { id } = await createExport(client, 'customer', { order: 'id', fields: ['id'] });
    const deleted = new Set<string>();
    const rows = await readWhile(id, async (part) => {
      // The rows around the ends of the pages that have been read or are being read.
      for (const place of part === 0 ? [48, 49, 50] : [1300, 1499]) {
        const one = all[place] ?? '';
        if (deleted.has(one)) continue;
        deleted.add(one);
        await run(`DELETE FROM customers WHERE id = '${one}'`);
      }
    });
    const read = rows.map(([one = '']) => one);
    expect(new Set(read)).toHaveLength(read.length);
    expect(read.filter((one) => !deleted.has(one))).toEqual(all.filter((one) => !deleted.has(one)));
  });

  it('sorted by updated_at no row that stays as it is is skipped', async () => {
    const { results } = await env.DB.prepare('SELECT id FROM orders WHERE seq % 10 <> 5').all<{
      id: string;
    }>();
    const { id } = await createExport(client, 'order', { order: '-updated_at', fields: ['id'] });
    const rows = await readWhile(id, (part) =>
      run(`UPDATE orders SET updated_at = 4e12 + ${part}, version = version + 1 WHERE seq % 10 = 5`),
    );
    const read = new Set(rows.map(([one]) => one));
    expect(results.every((one) => read.has(one.id))).toBe(true);
  });
});

describe('how to continue after a cut', () => {
  /** The rule of docs/api.md: ask again from a millisecond before the last created_at, and leave out what is there. */
  it('a new export from the last created_at on has the rest', async () => {
    const fields = ['id', 'created_at'];
    const whole = await exportRows(client, 'order', { order: 'created_at', fields });
    for (const cut of [1, 100, 777, whole.rows.length - 1]) {
      const got = whole.rows.slice(0, cut);
      const known = new Set(got.map(([id]) => id));
      const from = new Date(Date.parse(got.at(-1)?.[1] ?? '') - 1).toISOString();
      const rest = await exportRows(client, 'order', {
        order: 'created_at',
        fields,
        filters: { created_at: { conditions: { $after: [from] } } },
      });
      expect(rest.rows.length).toBeLessThan(whole.rows.length - cut + 100);
      expect([...got, ...rest.rows.filter(([id]) => !known.has(id))]).toEqual(whole.rows);
    }
  });

  it('downwards as well, with $before a millisecond later', async () => {
    const fields = ['id', 'created_at'];
    const whole = await exportRows(client, 'order', { order: '-created_at', fields });
    const got = whole.rows.slice(0, 234);
    const known = new Set(got.map(([id]) => id));
    const until = new Date(Date.parse(got.at(-1)?.[1] ?? '') + 1).toISOString();
    const rest = await exportRows(client, 'order', {
      order: '-created_at',
      fields,
      filters: { created_at: { conditions: { $before: [until] } } },
    });
    expect([...got, ...rest.rows.filter(([id]) => !known.has(id))]).toEqual(whole.rows);
  });
});

describe('what cannot be exported is a 400 that names it', () => {
  const filters = { colour: { conditions: { $is: ['red'] } } };
  const cases: [string, Record<string, unknown>, string][] = [
    ['an unknown column', { fields: ['id', 'colour'] }, 'parameters.fields[1]'],
    ['a family without a key', { fields: ['metadata.'] }, 'parameters.fields[0]'],
    ['a column of lines among orders', { fields: ['item_price'] }, 'parameters.fields[0]'],
    ['metadata of lines among orders', { fields: ['id', 'item.metadata.x'] }, 'parameters.fields[1]'],
    ['no column', { fields: [] }, 'parameters.fields'],
    ['101 columns', { fields: Array.from({ length: 101 }, (_, i) => `metadata.k${i}`) }, 'parameters.fields'],
    ['a column twice', { fields: ['id', 'id'] }, 'parameters.fields'],
    ['a column that is no text', { fields: [7] }, 'parameters.fields[0]'],
    [
      'names of many characters',
      { fields: Array.from({ length: 90 }, (_, i) => `metadata.${'x'.repeat(90)}${i}`) },
      'parameters.fields',
    ],
    ['a column with U+0000', { fields: ['metadata.a\u0000'] }, 'parameters.fields[0]'],
    ['a delimiter', { delimiter: '|' }, 'parameters.delimiter'],
    ['a time zone', { timezone: 'Mars/Olympus' }, 'parameters.timezone'],
    ['an empty time zone', { timezone: '' }, 'parameters.timezone'],
    ['a sort', { order: 'amount' }, 'parameters.order'],
    ['a layout', { layout: 'lines' }, 'parameters.layout'],
    ['amounts', { amounts: 'float' }, 'parameters.amounts'],
    ['formulas', { formulas: 'yes' }, 'parameters.formulas'],
    ['bom', { bom: 'true' }, 'parameters.bom'],
    ['an unknown parameter', { colour: 'red' }, 'parameters.colour'],
    ['a filter on an unknown field', { filters }, 'parameters.filters.colour'],
    [
      'an operator that does not fit',
      { filters: { status: { conditions: { $more_than: [1] } } } },
      'parameters.filters.status.conditions.$more_than',
    ],
    [
      'a status that there is not',
      { filters: { status: { conditions: { $is: ['SOLD'] } } } },
      'parameters.filters.status.conditions.$is[0]',
    ],
    ['filters that are a list', { filters: [] }, 'parameters.filters'],
  ];

  it.each(cases)('%s', async (_, parameters, path) => {
    for (const [url, body] of [
      ['/v1/orders/export', { parameters }],
      ['/v1/exports', { exported_object: 'order', parameters }],
    ] as const) {
      const { errors } = await client.refused(400, 'invalid_payload', 'POST', url, { body });
      expect(errors?.map((error) => error.path)).toContain(path);
    }
  });

  it.each([
    ['an unknown column', { fields: ['name', 'amount'] }, 'parameters.fields[1]'],
    ['a layout', { layout: 'items' }, 'parameters.layout'],
    ['a sort', { order: 'status' }, 'parameters.order'],
    ['a filter on an unknown field', { filters }, 'parameters.filters.colour'],
  ])('%s of customers', async (_, parameters, path) => {
    const body = { exported_object: 'customer', parameters };
    const { errors } = await client.refused(400, 'invalid_payload', 'POST', '/v1/exports', { body });
    expect(errors?.map((error) => error.path)).toContain(path);
  });

  it('the column itself is named', async () => {
    const { details } = await client.refused(400, 'invalid_payload', 'POST', '/v1/orders/export', {
      body: { parameters: { fields: ['id', 'colour'] } },
    });
    expect(details).toMatch(/fields\[1\].*colour/);
  });

  it('an object that is not exported', async () => {
    for (const exported_object of ['voucher', 'toString', undefined, 7]) {
      const { errors } = await client.refused(400, 'invalid_payload', 'POST', '/v1/exports', {
        body: { exported_object },
      });
      expect(errors?.map((error) => error.path)).toContain('exported_object');
    }
  });
});

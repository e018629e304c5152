import { beforeAll, describe, expect, it } from 'vitest';
import { makeOrder, uniqueId } from '../factories.ts';
import { SchemaCalls } from '../metadata-schemas/calls.ts';
import { ImportCalls, ndjson } from './calls.ts';
import { HeldQueue } from './held-queue.ts';

let imports: ImportCalls;
beforeAll(async () => {
  imports = await ImportCalls.create();
});

const DEEP = `{"metadata":${'{"a":'.repeat(60)}1${'}'.repeat(60)}}`;

/** A way for an order to be wrong: what is sent, and what must be said of it. */
type Fault = [
  name: string,
  row: (known: { id: string; source_id: string }) => unknown,
  key: string,
  told: RegExp,
];

const faults: Fault[] = [
  ['no JSON', () => '{"source_id":', 'invalid_payload', /^: is not valid JSON$/],
  ['no object', () => '[1]', 'invalid_payload', /^: expected a JSON object$/],
  ['a depth that nobody reads', () => DEEP, 'invalid_payload', /nested at most 50 levels/],
  ['an unknown status', () => makeOrder({ status: 'NEW' }), 'invalid_payload', /^status: /],
  ['a date that is none', () => makeOrder({ created_at: 'yesterday' }), 'invalid_payload', /^created_at: /],
  [
    'a date in the future',
    () => makeOrder({ created_at: '2999-01-01T00:00:00Z' }),
    'invalid_payload',
    /^created_at: .*future/,
  ],
  [
    'a price below 0',
    () => makeOrder({ items: [{ price: 5 }, { price: -1 }] }),
    'invalid_payload',
    /^items\[1\]\.price: /,
  ],
  [
    'an amount beyond 2^53',
    () => makeOrder({ items: [{ price: 2 ** 52, quantity: 8 }] }),
    'invalid_payload',
    /^items\[0\]\.amount: must not exceed/,
  ],
  ['half a character', () => '{"metadata":{"a":"\\ud800"}}', 'invalid_payload', /unpaired surrogate/],
  [
    'a number beyond a double',
    () => '{"metadata":{"a":1e400}}',
    'invalid_payload',
    /^metadata: must have no number beyond/,
  ],
  [
    'an unknown customer',
    () => makeOrder({ customer_id: 'cust_nobody' }),
    'not_found',
    /customer with id cust_nobody/,
  ],
  [
    'two names of two orders',
    ({ id }) => ({ id, source_id: 'taken' }),
    'duplicate_found',
    /source_id belongs to another order/,
  ],
  [
    'a customer of two names',
    () => makeOrder({ customer: { id: 'cust_nobody', source_id: uniqueId() } }),
    'not_found',
    /cust_nobody/,
  ],
  [
    'an override of nothing',
    () => makeOrder({ items: [{ product: { override: true } }] }),
    'invalid_payload',
    /^items\[0\]\.product\.override: /,
  ],
  [
    'too many keys once merged',
    ({ source_id }) => ({ source_id, metadata: keys('b', 300) }),
    'invalid_payload',
    /metadata/,
  ],
];

const keys = (prefix: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, index]));
const toLine = (row: unknown) => (typeof row === 'string' ? row : JSON.stringify(row));
const reasons = (errors: { path: string; message: string }[]) =>
  errors.map(({ path, message }) => `${path}: ${message}`);

describe('an import with orders that are wrong', () => {
  it('reports each with its line and reason, and writes all others', async () => {
    await imports.client.post({ source_id: 'taken' });
    const bad = await Promise.all(
      faults.map(async ([, row]) => {
        const { body } = await imports.client.post({
          source_id: uniqueId('known'),
          metadata: keys('a', 300),
        });
        return row({ id: body.id, source_id: body.source_id ?? '' });
      }),
    );
    const good = Array.from({ length: 9 * bad.length }, () =>
      makeOrder({ customer: { source_id: uniqueId(), name: 'Ann' } }),
    );
    const rows = bad.flatMap((row, index) => [...good.slice(9 * index, 9 * index + 9), row]);
    const action = await imports.import(rows.map(toLine).join('\n'));
    expect(action).toMatchObject({ status: 'DONE', operation_status: 'SUCCESS' });
    expect(action.result).toMatchObject({
      created_count: good.length,
      updated_count: 0,
      failed_count: bad.length,
    });
    const failures = await imports.failures(action.id);
    expect(failures.map(({ import_error }) => import_error.line)).toEqual(
      bad.map((_, index) => 10 * index + 10),
    );
    for (const [index, [name, , key, told]] of faults.entries()) {
      const error = failures[index]?.import_error;
      expect(error?.key, name).toBe(key);
      expect(reasons(error?.errors ?? []).join('\n'), name).toMatch(told);
      const row = bad[index];
      if (typeof row !== 'string') expect(failures[index], name).toMatchObject({ ...(row as object) });
    }
    for (const { source_id } of good.slice(0, 20)) await imports.client.get(String(source_id));
    expect(action.result.errors).toEqual(
      failures.map(({ import_error: { text: _, ...error } }) => error).slice(0, 20),
    );
    expect(action.result.failed).toMatchObject({ reason: expect.stringContaining('is not valid JSON') });
  });

  it('tells every reason of each, with its source_id', async () => {
    const source_id = uniqueId();
    const wrong = {
      source_id,
      status: 'NEW',
      amount: -1,
      items: [{ price: 'x' }, { quantity: 0.5 }],
      customer_id: 7,
    };
    const action = await imports.importOrders([makeOrder(), wrong]);
    const [failure] = await imports.failures(action.id);
    expect(failure?.import_error).toMatchObject({ line: 2, source_id });
    expect(failure?.import_error.errors.map(({ path }) => path)).toEqual([
      'status',
      'amount',
      'items[0].price',
      'items[1].quantity',
      'customer_id',
    ]);
  });

  it('is FAILED where all of them are', async () => {
    const action = await imports.importOrders(Array.from({ length: 250 }, () => ({ status: 'NEW' })));
    expect(action).toMatchObject({ status: 'FAILED', operation_status: 'FAILED', progress: 100 });
    expect(action.result).toMatchObject({ failed_count: 250, done_count: 0 });
    expect(action.result.errors).toHaveLength(20);
    expect(await imports.failures(action.id)).toHaveLength(250);
  });

  it('hands out what can be corrected and sent again', async () => {
    const [a, b] = [uniqueId(), uniqueId()];
    const first = await imports.import(
      `${ndjson([{ source_id: a, status: 'NEW' }, makeOrder()])}\n{"source_id":"${b}"`,
    );
    const failures = await imports.failures(first.id);
    const again = await imports.importOrders(failures);
    expect(again.result).toMatchObject({ failed_count: 2, done_count: 0 });
    const [, broken] = await imports.failures(again.id);
    expect(broken?.import_error.errors[0]?.message).toContain('has no order');
    const corrected = failures.map((row) =>
      row.import_error.text ? JSON.parse(`${row.import_error.text}}`) : { ...row, status: 'PAID' },
    );
    expect((await imports.importOrders(corrected)).result).toMatchObject({
      created_count: 2,
      failed_count: 0,
    });
    expect((await imports.client.get(a)).body.status).toBe('PAID');
    await imports.client.get(b);
  });

  it('tells what breaks the metadata schemas of each order, and what each lacks', async () => {
    const schemas = await SchemaCalls.create();
    try {
      await schemas.define('order', { size: { type: 'number', optional: false }, note: { type: 'string' } });
      const metadata = { size: 1 };
      const action = await imports.importOrders([
        { metadata },
        { metadata: { size: 'x', note: 5 } },
        {},
        { metadata },
        { metadata: { note: 'x' } },
      ]);
      expect(action.result).toMatchObject({ created_count: 2, failed_count: 3 });
      const told = (await imports.failures(action.id)).map(({ import_error }) => [
        import_error.line,
        import_error.errors.map(({ path }) => path),
      ]);
      expect(told).toEqual([
        [2, ['metadata.size', 'metadata.note']],
        [3, ['metadata.size']],
        [5, ['metadata.size']],
      ]);
    } finally {
      await schemas.reset();
    }
  });

  it('refuses overrides of a key that may not write the catalogue, and nothing else of it', async () => {
    const staff = await ImportCalls.create('staff');
    const override = {
      items: [{ product: { source_id: uniqueId(), name: 'Mug', price: 5, override: true } }],
    };
    const action = await staff.importOrders([override, makeOrder()]);
    expect(action.result).toMatchObject({ created_count: 1, failed_count: 1 });
    expect(action.result.errors[0]).toMatchObject({ line: 1, key: 'missing_scope' });
  });

  it('takes many that are refused one after the other', async () => {
    const rows = Array.from({ length: 200 }, (_, index) =>
      makeOrder(index % 2 ? { customer_id: `cust_nobody_${index}` } : { metadata: { index } }),
    );
    const action = await imports.importOrders(rows);
    expect(action.result).toMatchObject({ created_count: 100, failed_count: 100 });
  });

  it('does not take what it is told of for what is wrong with it: bytes that are no text, and lines without end', async () => {
    const line = (text: string) => new TextEncoder().encode(text);
    const good = uniqueId();
    const body = new Blob([
      line('{"metadata":{"a":"'),
      new Uint8Array([0xff, 0xfe]),
      line(`"}}\n{"metadata":{"a":"${'x'.repeat(1024 * 1024)}"}}\n{"source_id":"${good}"}`),
    ]);
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, await body.arrayBuffer());
    await queue.drain();
    const action = await imports.done(id);
    expect(action.result).toMatchObject({ created_count: 1, failed_count: 2 });
    const told = action.result.errors.map(({ line, errors }) => [line, errors[0]?.message]);
    expect(told).toEqual([
      [1, 'is not valid UTF-8'],
      [2, expect.stringMatching(/^has \d+ bytes; a row may have 1048576$/)],
    ]);
    await imports.client.get(good);
  });
});

/** What every call in bulk promises, whatever it writes. */
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../../shared/keys/roles.ts';
import { stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { ndjson } from '../imports/calls.ts';
import { HeldQueue } from '../imports/held-queue.ts';
import { BulkCalls, form } from './calls.ts';

/** A call; `row` is one that is right, of a resource that is named, in the table. */
interface Call {
  path: string;
  status: 200 | 202;
  table: string;
  type: string;
  row: (source_id: string) => Record<string, unknown>;
  takes: 'file' | 'array' | 'metadata';
}

const named = (source_id: string) => ({ source_id, name: 'A' });
const withMetadata = (source_id: string) => ({ source_id, metadata: { a: 1 } });
const customers = { status: 202, table: 'customers' } as const;
const products = { table: 'products' } as const;
/** The product of all SKUs here. */
const product_id = 'product-of-skus';
const calls: Call[] = [
  {
    path: '/v1/skus/importCSV',
    status: 200,
    table: 'skus',
    type: 'SKUS.IMPORT_CSV',
    row: (source_id) => ({ source_id, product_id, sku: 'A' }),
    takes: 'file',
  },
  {
    ...products,
    path: '/v1/products/importCSV',
    status: 200,
    type: 'PRODUCTS.IMPORT_CSV',
    row: named,
    takes: 'file',
  },
  {
    ...products,
    path: '/v1/products/bulk/async',
    status: 202,
    type: 'PRODUCTS.BULK_UPDATE',
    row: named,
    takes: 'array',
  },
  {
    ...products,
    path: '/v1/products/metadata/async',
    status: 202,
    type: 'PRODUCTS.METADATA_UPDATE',
    row: withMetadata,
    takes: 'metadata',
  },
  {
    ...customers,
    path: '/v1/customers/importCSV',
    type: 'CUSTOMERS.IMPORT_CSV',
    row: named,
    takes: 'file',
  },
  {
    ...customers,
    path: '/v1/customers/bulk/async',
    type: 'CUSTOMERS.BULK_UPDATE',
    row: named,
    takes: 'array',
  },
  {
    ...customers,
    path: '/v1/customers/metadata/async',
    type: 'CUSTOMERS.METADATA_UPDATE',
    row: withMetadata,
    takes: 'metadata',
  },
];

const MEDIA_TYPES = {
  file: ['multipart/form-data', 'text/csv', 'application/x-ndjson'],
  array: ['application/json', 'application/x-ndjson'],
  metadata: ['application/json', 'application/x-ndjson'],
};

describe.each(calls.map((call) => [call.path, call] as const))('%s', (_, call) => {
  const { path, status, table, type, row, takes } = call;
  let bulk: BulkCalls;
  let queue: HeldQueue;
  beforeAll(async () => {
    bulk = await BulkCalls.at(path, status);
    queue = new HeldQueue();
    queue.path = path;
    await bulk.client.call('POST', '/v1/products', { body: { source_id: product_id } });
  });
  const versionOf = (source_id: string) =>
    stored<number>(`SELECT version FROM ${table} WHERE source_id = ?`, source_id);
  const rows = (count: number) => Array.from({ length: count }, () => row(uniqueId('bulk')));

  it('accepts rows, and makes, updates or leaves what they name', async () => {
    const source_id = uniqueId('bulk');
    const first = await bulk.importLines([row(source_id), row(source_id)]);
    expect(first).toMatchObject({ type, status: 'DONE', operation_status: 'SUCCESS' });
    expect(first.result).toMatchObject({
      created_count: 1,
      unchanged_count: 1,
      failed_count: 0,
      reports: [],
    });
    const again = await bulk.importLines([{ ...row(source_id), metadata: { b: [2] } }]);
    expect(again.result).toMatchObject({ created_count: 0, updated_count: 1 });
    expect(await versionOf(source_id)).toBe(2);
    expect(await stored(`SELECT metadata ->> '$.b[0]' FROM ${table} WHERE source_id = ?`, source_id)).toBe(2);
  });

  it('applies a chunk once, however often its message comes', async () => {
    const sent = [...rows(250), { source_id: 5 }];
    const before = (await stored<number>(`SELECT count(*) FROM ${table}`)) ?? 0;
    const id = await queue.import(bulk.client, ndjson(sent));
    const [message] = queue.sent;
    await Promise.all([queue.deliver(message), queue.deliver(message), queue.deliver(message)]);
    await queue.deliver(message, { attempts: 2 });
    await queue.drain();
    expect(await stored(`SELECT count(*) FROM ${table}`)).toBe(before + 250);
    expect((await bulk.get(id)).body.result).toMatchObject({
      created_count: 250,
      unchanged_count: 0,
      failed_count: 1,
    });
    expect(await versionOf(String(sent[0]?.source_id))).toBe(1);
  });

  it('is done though its message is lost', async () => {
    const id = await queue.import(bulk.client, ndjson(rows(1)));
    queue.sent.length = 0;
    await queue.sweep(60_000);
    await queue.drain();
    expect((await bulk.get(id)).body).toMatchObject({ status: 'DONE', result: { created_count: 1 } });
  });

  it('keeps what has failed, ready to be corrected and sent to it again', async () => {
    const source_id = uniqueId('bulk');
    const action = await bulk.importLines([row(uniqueId()), { ...row(source_id), metadata: 'none' }, '[]']);
    expect(action.result).toMatchObject({ created_count: 1, failed_count: 2 });
    expect(action.result.errors[0]).toMatchObject({
      line: 2,
      source_id,
      key: 'invalid_payload',
      message: expect.stringMatching(/./),
      details: expect.stringContaining('metadata: '),
      errors: [{ path: 'metadata' }],
    });
    expect(action.result.reports).toEqual([`https://docket.test/v1/async-actions/${action.id}/failures`]);
    if (takes === 'file') {
      expect(action.result.failed).toMatchObject([
        { row: 2, source_id, reason: expect.stringContaining('metadata: ') },
        { row: 3 },
      ]);
    } else expect(action.result).not.toHaveProperty('failed');
    const [first] = await bulk.failures(action.id);
    const again = await bulk.importLines([{ ...first, metadata: { c: 3 } }]);
    expect(again.result).toMatchObject({ created_count: 1, failed_count: 0 });
  });

  it('is FAILED where every row has failed', async () => {
    const action = await bulk.importLines([{ ...row(uniqueId()), metadata: 5 }]);
    expect(action).toMatchObject({ status: 'FAILED', operation_status: 'FAILED', progress: 100 });
  });

  it('takes its media types, and no other', async () => {
    const { details } = await bulk.refusedBody(415, 'unsupported_media_type', 'text/plain', '[]');
    for (const one of MEDIA_TYPES[takes]) expect(details).toContain(one);
    const other = takes === 'file' ? 'application/json' : 'text/csv';
    await bulk.refusedBody(415, 'unsupported_media_type', other, '[]');
  });

  it('refuses what is too long, and stores nothing of it', async () => {
    const before = await stored('SELECT count(*) FROM async_actions WHERE accepted_at IS NOT NULL');
    const long = 'x'.repeat(10 * 1024 * 1024);
    const body = takes === 'file' ? form(long) : { type: 'application/json', body: `["${long}"]` };
    await bulk.refusedBody(413, 'payload_too_large', body.type, body.body);
    expect(await stored('SELECT count(*) FROM async_actions WHERE accepted_at IS NOT NULL')).toBe(before);
  });

  it('is refused without its scope, and seen by whoever may read what it writes', async () => {
    const analyst = await BulkCalls.at(path, status, 'analyst');
    await analyst.refusedBody(403, 'missing_scope', 'application/x-ndjson', '{}');
    const roles: Role[] = ['ingest', 'admin'];
    for (const role of roles) {
      const one = await BulkCalls.at(path, status, role);
      const action = await one.importLines(rows(1));
      expect((await analyst.get(action.id)).body.status).toBe('DONE');
    }
  });

  it('is one action for its idempotency key', async () => {
    const headers = { 'Idempotency-Key': uniqueId('once') };
    const body = ndjson(rows(3));
    const id = await bulk.send(body, 'application/x-ndjson', headers);
    expect(await bulk.send(body, 'application/x-ndjson', headers)).toBe(id);
    const other = { body: `${body}\n{}`, headers: { ...headers, 'Content-Type': 'application/x-ndjson' } };
    await bulk.client.refused(422, 'idempotency_key_reused', 'POST', path, other);
    await bulk.done(id);
  });

  it('refuses a row whose metadata breaks the schema, and one that lacks a required key', async () => {
    const properties = { size: { type: 'number' }, must: { type: 'string', optional: false } };
    const resource = table.slice(0, -1);
    const put = (body: object) =>
      bulk.client.call('PUT', `/v1/metadata-schemas/${resource}`, { body: { properties: body } });
    expect((await put(properties)).status).toBe(200);
    try {
      const action = await bulk.importLines([
        { ...row(uniqueId()), metadata: { size: 'big', must: 'x' } },
        { ...row(uniqueId()), metadata: { size: 5 } },
        { ...row(uniqueId()), metadata: { size: 5, must: 'x' } },
      ]);
      expect(action.result).toMatchObject({ created_count: 1, failed_count: 2 });
      expect(await bulk.told(action.id)).toEqual([
        [1, expect.any(String), expect.stringContaining('metadata.size: ')],
        [2, expect.any(String), expect.stringContaining('metadata.must: is required')],
      ]);
    } finally {
      await put({ size: null, must: null });
      await env.DB.prepare('DELETE FROM metadata_schemas').run();
    }
  });
});

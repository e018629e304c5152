import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AsyncActionList } from '../../../shared/async-actions.ts';
import { stored } from '../database.ts';
import { ImportCalls, ndjson } from './calls.ts';
import { HeldQueue } from './held-queue.ts';

let imports: ImportCalls;
beforeAll(async () => {
  imports = await ImportCalls.create();
});

const list = async ({ client }: ImportCalls, query = '') => {
  const { status, body } = await client.call<AsyncActionList>('GET', `/v1/async-actions?limit=100${query}`);
  expect(status).toBe(200);
  return body;
};
const idsOf = ({ async_actions }: AsyncActionList) => async_actions.map(({ id }) => id);

describe('asynchronous actions', () => {
  it('are listed, newest first, page by page, and up to a date', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 3; count += 1) ids.unshift(await imports.send('{}'));
    const all = await list(imports);
    expect(all).toMatchObject({ object: 'list', data_ref: 'async_actions', has_more: false });
    expect(idsOf(all).slice(0, 3)).toEqual(ids);
    expect(all.async_actions[0]).not.toHaveProperty('result');
    const page = await imports.client.call<AsyncActionList>('GET', '/v1/async-actions?limit=2');
    expect(page.body.has_more).toBe(true);
    for (const cursor of [page.body.more_starting_after, ids[1]]) {
      const after = await list(imports, `&starting_after_id=${cursor}`);
      expect(idsOf(after)[0]).toBe(ids[2]);
    }
    const first = (await imports.done(ids[2] ?? '')).created_at;
    expect(idsOf(await list(imports, `&end_date=${encodeURIComponent(first)}`))).toContain(ids[2]);
    expect(idsOf(await list(imports, '&end_date=2020-01-01'))).toEqual([]);
    await imports.client.refused(400, 'invalid_query_params', 'GET', '/v1/async-actions?end_date=soon');
  });

  it('say how far they are', async () => {
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, ndjson(Array.from({ length: 400 }, () => ({}))));
    expect((await imports.get(id)).body).toMatchObject({
      status: 'ENQUEUED',
      operation_status: 'UNKNOWN',
      progress: 0,
    });
    await env.DB.prepare("UPDATE action_chunks SET payload = '' WHERE action_id = ? AND number = 1")
      .bind(id)
      .run();
    await queue.drain();
    const { body } = await imports.get(id);
    expect(body).toMatchObject({ status: 'IN_PROGRESS', operation_status: 'UNKNOWN', progress: 50 });
    expect(body.result).toMatchObject({ done_count: 200, created_count: 200, failed_count: 0 });
    expect(body.result).not.toHaveProperty('reports_available_till');
  });

  it('are seen by the key that asked, and by those that may read what they write', async () => {
    const [ingest, other, analyst] = await Promise.all([
      ImportCalls.create('ingest'),
      ImportCalls.create('ingest'),
      ImportCalls.create('analyst'),
    ]);
    const id = await ingest.send('{"status":"NEW"}');
    await ingest.done(id);
    expect(await ingest.failures(id)).toHaveLength(1);
    expect(idsOf(await list(ingest))).toEqual([id]);
    for (const path of ['', '/failures']) {
      await other.client.refused(404, 'not_found', 'GET', `/v1/async-actions/${id}${path}`);
    }
    expect(idsOf(await list(other))).toEqual([]);
    expect((await analyst.get(id)).body.status).toBe('FAILED');
    expect(idsOf(await list(analyst))).toContain(id);
    await analyst.client.refused(403, 'missing_scope', 'POST', '/v1/orders/import', { body: [{}] });
  });

  it('are not seen before they are accepted', async () => {
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, '{}');
    await env.DB.prepare('UPDATE async_actions SET accepted_at = NULL WHERE id = ?').bind(id).run();
    await imports.client.refused(404, 'not_found', 'GET', `/v1/async-actions/${id}`);
    expect(idsOf(await list(imports))).not.toContain(id);
    await queue.drain();
    expect(await stored('SELECT processed FROM async_actions WHERE id = ?', id)).toBe(0);
  });
});

describe('payloads', () => {
  const DAY = 24 * 60 * 60 * 1000;
  const kept = async (id: string) => [
    await stored<number>('SELECT count(*) FROM action_chunks WHERE action_id = ?', id),
    await stored<number>('SELECT count(*) FROM action_failures WHERE action_id = ?', id),
  ];

  it('are kept for seven days after the end, then swept, and the counts stay', async () => {
    const queue = new HeldQueue();
    const rows = Array.from({ length: 5000 }, (_, index) => (index % 2 ? {} : { status: 'NEW' }));
    const id = await queue.import(imports.client, ndjson(rows));
    await queue.drain();
    const { body: before } = await imports.get(id);
    expect(before.result.reports_available_till).toBeDefined();
    await queue.sweep(7 * DAY - 60_000);
    expect(await kept(id)).toEqual([25, 2500]);
    await queue.sweep(7 * DAY + 60_000);
    expect(await kept(id)).toEqual([0, 0]);
    const { body } = await imports.get(id);
    expect(body).toMatchObject({
      status: 'DONE',
      result: { failed_count: 2500, created_count: 2500, errors: [] },
    });
    expect(await imports.failures(id)).toEqual([]);
  });

  it('are kept as long as they are not done', async () => {
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, '{}');
    await queue.sweep(30 * DAY);
    expect(await kept(id)).toEqual([1, 0]);
    await queue.drain();
    expect((await imports.get(id)).body.status).toBe('DONE');
  });

  it('that were never accepted are swept after a day', async () => {
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, '{}');
    await env.DB.prepare('UPDATE async_actions SET accepted_at = NULL WHERE id = ?').bind(id).run();
    await queue.sweep(DAY / 2);
    expect(await kept(id)).toEqual([1, 0]);
    await queue.sweep(DAY + 60_000);
    expect(await kept(id)).toEqual([0, 0]);
  });
});

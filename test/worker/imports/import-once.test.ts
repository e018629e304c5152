import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { actionTypes } from '../../../worker/action-types.ts';
import { applyChunk } from '../../../worker/async-actions/apply/apply-chunk.ts';
import { nextChunk } from '../../../worker/async-actions/apply/chunk-store.ts';
import { Database } from '../../../worker/database.ts';
import type { Bindings } from '../../../worker/environment.ts';
import { stored } from '../database.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { ImportCalls, ndjson } from './calls.ts';
import { DEAD, HeldQueue } from './held-queue.ts';

let imports: ImportCalls;
beforeAll(async () => {
  imports = await ImportCalls.create();
});

const ordersStored = () => stored<number>('SELECT count(*) FROM orders');
const ordersWithout = (count: number) => Array.from({ length: count }, (_, index) => ({ amount: index }));

/** A D1 that loses the answer of the batch that `isMeant` picks, which it has carried out: a crash between write and ack. */
function losingAnswers(isMeant: (texts: string[]) => boolean): Bindings {
  const texts = new WeakMap<object, string>();
  const DB = {
    withSession: () => {
      const session = env.DB.withSession('first-primary');
      return {
        prepare: (text: string) => {
          const bind = (...values: unknown[]) => {
            const statement = session.prepare(text).bind(...values);
            texts.set(statement, text);
            return statement;
          };
          return { bind };
        },
        batch: async (statements: D1PreparedStatement[]) => {
          const results = await session.batch(statements);
          if (isMeant(statements.map((statement) => texts.get(statement) ?? '')))
            throw new Error('the process was killed');
          return results;
        },
        getBookmark: () => session.getBookmark(),
      };
    },
  };
  return { ...env, DB: DB as unknown as D1Database };
}

const OVERLOADED = {
  withSession: () => ({
    prepare: () => ({ bind: () => ({}) }),
    batch: async () => {
      throw new Error('D1_ERROR: D1 DB is overloaded. Requests queued for too long.');
    },
  }),
} as unknown as D1Database;

const isApplying = (texts: string[]) => texts.some((text) => text.includes('chunk_row ='));

describe('a chunk', () => {
  it('is applied once where its message comes twice, one after the other and at the same time', async () => {
    const queue = new HeldQueue();
    const before = (await ordersStored()) ?? 0;
    const id = await queue.import(imports.client, ndjson(ordersWithout(450)));
    const [message] = queue.sent;
    await Promise.all([queue.deliver(message), queue.deliver(message), queue.deliver(message)]);
    await queue.deliver(message, { attempts: 2 });
    await queue.drain();
    expect(await ordersStored()).toBe(before + 450);
    const { body } = await imports.get(id);
    expect(body).toMatchObject({
      status: 'DONE',
      result: { created_count: 450, failed_count: 0, done_count: 450 },
    });
  });

  it('is applied once where two consumers have read it before either has applied it', async () => {
    const queue = new HeldQueue();
    const known = uniqueId();
    const id = await queue.import(imports.client, ndjson([{ source_id: known }, { status: 'NOPE' }]));
    const database = new Database(env.DB, null);
    const chunk = await database.first(nextChunk({ id }));
    if (!chunk) throw new Error('there is no chunk');
    await Promise.all([
      applyChunk(database, chunk, actionTypes),
      applyChunk(new Database(env.DB, null), chunk, actionTypes),
    ]);
    await applyChunk(database, chunk, actionTypes);
    const { result } = (await imports.get(id)).body;
    expect(result).toMatchObject({ created_count: 1, unchanged_count: 0, failed_count: 1, done_count: 1 });
    expect((await imports.client.get(known)).headers.get('ETag')).toBe('"1"');
  });

  it('is applied once where the process ends between the write and the acknowledgement', async () => {
    const queue = new HeldQueue();
    const before = (await ordersStored()) ?? 0;
    const id = await queue.import(imports.client, ndjson([...ordersWithout(30), { status: 'NOPE' }]));
    const [message] = queue.sent;
    const bindings = { ...losingAnswers(isApplying), ASYNC_ACTIONS: queue.bindings.ASYNC_ACTIONS };
    const delivery = await queue.deliver(message, { bindings });
    expect(delivery).toMatchObject({ isRetried: true, error: undefined });
    expect(await ordersStored()).toBe(before + 30);
    await queue.deliver(message, { attempts: 2 });
    expect(await ordersStored()).toBe(before + 30);
    expect((await imports.get(id)).body.result).toMatchObject({ created_count: 30, failed_count: 1 });
    expect(await imports.failures(id)).toHaveLength(1);
  });

  it('is applied in its turn, whichever chunk a message names', async () => {
    const queue = new HeldQueue();
    const source_id = uniqueId();
    const rows = Array.from({ length: 450 }, (_, index) => ({ source_id, metadata: { last: index } }));
    const id = await queue.import(imports.client, ndjson(rows));
    for (const chunk of [2, 1, 0, 7]) await queue.deliver({ action: id, chunk });
    await queue.drain();
    expect((await imports.client.get(source_id)).body.metadata).toEqual({ last: 449 });
    expect((await imports.get(id)).body.result).toMatchObject({ created_count: 1, updated_count: 449 });
  });
});

describe('an accepted import', () => {
  it('is done though its message is never delivered', async () => {
    const queue = new HeldQueue();
    const source_id = uniqueId();
    const id = await queue.import(imports.client, ndjson([{ source_id }]));
    queue.sent.length = 0;
    expect((await imports.get(id)).body).toMatchObject({
      status: 'ENQUEUED',
      operation_status: 'UNKNOWN',
      progress: 0,
    });
    await queue.sweep(0);
    expect(queue.sent.filter(({ action }) => action === id)).toEqual([]);
    await queue.sweep(60_000);
    expect(queue.sent.filter(({ action }) => action === id)).toEqual([{ action: id, chunk: 0 }]);
    await queue.drain();
    expect((await imports.get(id)).body.status).toBe('DONE');
    await imports.client.get(source_id);
  });

  it('is accepted though the queue takes nothing', async () => {
    const queue = new HeldQueue();
    queue.isBroken = true;
    const id = await queue.import(imports.client, ndjson([{}]));
    queue.isBroken = false;
    await queue.sweep(60_000);
    await queue.drain();
    expect((await imports.get(id)).body.status).toBe('DONE');
  });

  it('is left as it is by messages of others, and by what is no message', async () => {
    const queue = new HeldQueue();
    expect(await queue.deliver({ action: 'aa_unknown', chunk: 0 })).toMatchObject({
      isRetried: false,
      error: undefined,
    });
    expect((await queue.deliver({ text: 'hello' })).error).toBeDefined();
  });

  it('waits while the database is overloaded, however long, and is not given up', async () => {
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, ndjson([{}]));
    const [message] = queue.sent.splice(0);
    const delivery = await queue.deliver(message, {
      attempts: 6,
      bindings: { ...queue.bindings, DB: OVERLOADED },
    });
    expect(delivery).toEqual({ isRetried: false, error: undefined });
    expect(queue.sent).toEqual([message]);
    await queue.drain();
    expect((await imports.get(id)).body.status).toBe('DONE');
  });
});

describe('a chunk that cannot be applied', () => {
  const damage = (id: string, chunk: number) =>
    env.DB.prepare("UPDATE action_chunks SET payload = 'poison' WHERE action_id = ? AND number = ?")
      .bind(id, chunk)
      .run();

  it('is tried again, then given up from the queue of dead letters, and does not hold up those after it', async () => {
    const queue = new HeldQueue();
    const before = (await ordersStored()) ?? 0;
    const id = await queue.import(imports.client, ndjson(ordersWithout(450)));
    await damage(id, 1);
    await queue.deliver(queue.sent.shift());
    // What was done before it must not count as its tries.
    expect(queue.sent).toEqual([{ action: id, chunk: 1 }]);
    const [message] = queue.sent.splice(0);
    expect(await queue.deliver(message)).toMatchObject({ isRetried: true });
    expect((await imports.get(id)).body).toMatchObject({ status: 'IN_PROGRESS', progress: 44 });
    await queue.deliverDead(message);
    await queue.drain();
    const { body } = await imports.get(id);
    expect(body).toMatchObject({
      status: 'DONE',
      result: { created_count: 250, failed_count: 200, done_count: 250 },
    });
    expect(body.result.message).toContain('for an unexpected reason: 1.');
    expect(await ordersStored()).toBe(before + 250);
    const failures = await imports.failures(id);
    expect(failures.map(({ import_error }) => import_error.line)).toEqual(
      Array.from({ length: 200 }, (_, i) => 201 + i),
    );
    expect(failures[0]?.import_error).toMatchObject({ key: 'internal_error' });
    await queue.deliverDead(message);
    await queue.drain();
    expect((await imports.get(id)).body).toEqual({ ...body, processing_time: expect.any(Number) });
  });

  it('is written in the end where it was the database that refused it, however long', async () => {
    const queue = new HeldQueue();
    const before = (await ordersStored()) ?? 0;
    const id = await queue.import(imports.client, ndjson(ordersWithout(250)));
    const [message] = queue.sent.splice(0);
    await env.DB.exec(
      "CREATE TRIGGER refuse_writes BEFORE INSERT ON orders BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    try {
      for (let attempts = 1; attempts <= 6; attempts += 1)
        expect(await queue.deliver(message, { attempts })).toMatchObject({ isRetried: true });
      expect((await imports.get(id)).body).toMatchObject({ status: 'ENQUEUED', progress: 0 });
      expect(await ordersStored()).toBe(before);
    } finally {
      await env.DB.exec('DROP TRIGGER refuse_writes');
    }
    await queue.deliverDead(message);
    await queue.drain();
    expect((await imports.get(id)).body.result).toMatchObject({ created_count: 250, failed_count: 0 });
    expect(await ordersStored()).toBe(before + 250);
  });

  it('is given up at once where its last try has ended the process', async () => {
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, ndjson([{}]));
    const [message] = queue.sent.splice(0);
    await queue.deliver(message, { queue: DEAD, attempts: 2 });
    expect((await imports.get(id)).body).toMatchObject({ status: 'FAILED', result: { failed_count: 1 } });
  });

  it('waits in the queue of dead letters, too, while the database is overloaded', async () => {
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, ndjson([{}]));
    const [message] = queue.sent.splice(0);
    const bindings = { ...queue.bindings, DB: OVERLOADED };
    const delivery = await queue.deliver(message, { queue: DEAD, bindings });
    expect(delivery).toEqual({ isRetried: false, error: undefined });
    expect(queue.sent).toEqual([message]);
    await queue.drain();
    expect((await imports.get(id)).body.status).toBe('DONE');
  });

  it('is a failed import where there is no other', async () => {
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, ndjson([{}]));
    await damage(id, 0);
    await queue.deliverDead({ action: id, chunk: 0 });
    expect((await imports.get(id)).body).toMatchObject({
      status: 'FAILED',
      operation_status: 'FAILED',
      progress: 100,
    });
  });

  it('is called stuck where nothing has happened for a while', async () => {
    const queue = new HeldQueue();
    const id = await queue.import(imports.client, ndjson([{}]));
    expect((await imports.get(id)).body.result.message).not.toContain('Nothing has happened');
    const long = Date.now() - 20 * 60_000;
    await env.DB.prepare('UPDATE async_actions SET updated_at = ? WHERE id = ?').bind(long, id).run();
    const { body } = await imports.get(id);
    expect(body).toMatchObject({ status: 'ENQUEUED', updated_at: new Date(long).toISOString() });
    expect(body.result.message).toContain(`Nothing has happened since ${new Date(long).toISOString()}`);
    await queue.drain();
  });
});

describe('an import with an idempotency key', () => {
  it('is one, however often it is sent, and refuses another body', async () => {
    const headers = { 'Idempotency-Key': uniqueId('once') };
    const body = ndjson(ordersWithout(2500));
    const before = (await ordersStored()) ?? 0;
    const id = await imports.send(body, 'application/x-ndjson', headers);
    await imports.done(id);
    const chunks = await stored('SELECT count(*) FROM action_chunks');
    const again = await imports.client.call('POST', '/v1/orders/import', {
      body,
      headers: { ...headers, 'Content-Type': 'application/x-ndjson' },
    });
    expect(again.body).toEqual({ async_action_id: id });
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    const other = { body: `${body} `, headers: { ...headers, 'Content-Type': 'application/x-ndjson' } };
    await imports.client.refused(422, 'idempotency_key_reused', 'POST', '/v1/orders/import', other);
    expect(await ordersStored()).toBe(before + 2500);
    expect(await stored('SELECT count(*) FROM action_chunks')).toBe(chunks);
  });
});

describe('what is not accepted', () => {
  it('leaves nothing to be done, and no payload', async () => {
    const chunks = await stored('SELECT count(*) FROM action_chunks');
    const rows = ndjson(Array.from({ length: 3000 }, () => makeOrder()));
    const source = new TransformStream<Uint8Array, Uint8Array>();
    const writer = source.writable.getWriter();
    const queue = new HeldQueue();
    const answer = queue.call(imports.client, source.readable);
    await writer.write(new TextEncoder().encode(rows));
    await writer.abort(new Error('the client went away'));
    expect((await answer).status).toBeGreaterThanOrEqual(400);
    expect(queue.sent).toEqual([]);
    expect(await stored('SELECT count(*) FROM action_chunks')).toBe(chunks);
  });
});

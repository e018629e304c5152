/** Imports whose server is killed: all of it at once, without a chance to put anything in order. */
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { databaseFile } from '../../scripts/local/local-worker.ts';
import type { Order } from '../../shared/orders/orders.ts';
import { expectOnce, faultOrders, someOrders } from './fault-orders.ts';
import { reached, sendImport } from './import-calls.ts';
import { makeState, startServer } from './server.ts';

test('each accepted order is there once, though the server is killed right after the answer and again at its work', async () => {
  const count = 12_000;
  const state = makeState();
  let server = await startServer({ state });
  const id = await sendImport(server, faultOrders(count));
  await server.kill();
  const seen = new Map<string, Order>();
  // A message is acknowledged only after some forty chunks: wherever it is killed, something is written and not acknowledged.
  // The last time nothing is left to be written.
  for (const progress of [1, 50, 100]) {
    server = await startServer({ state });
    const action = await reached(server, id, progress);
    const orders = await someOrders(server);
    await server.kill();
    expect(action.status).toBe(progress < 100 ? 'IN_PROGRESS' : 'DONE');
    expect(orders.size).toBe(100);
    for (const [key, order] of orders) seen.set(key, order);
  }
  server = await startServer({ state });
  await expectOnce(server, id, { count, seen });
  await server.stop();
});

test('a server that is killed alone leaves its runtime at work: the next one doubles nothing beside it', async () => {
  const count = 6000;
  const state = makeState();
  const first = await startServer({ state });
  const second = await startServer({ state });
  const id = await sendImport(first, faultOrders(count));
  try {
    await first.killScript();
    await expectOnce(second, id, { count });
  } finally {
    await first.kill();
    await second.stop();
  }
});

test('what was killed before the answer is not there, and can be sent again with the same idempotency key', async () => {
  const count = 12_000;
  const state = makeState();
  const text = faultOrders(count);
  const first = await startServer({ state });
  // Half of the body, and no end.
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(text.slice(0, text.length / 2))),
  });
  const headers = { 'Idempotency-Key': 'once' };
  const failed = expect(sendImport(first, body, headers)).rejects.toThrow();
  const database = new DatabaseSync(databaseFile(state), { readOnly: true });
  const chunksStored = () => database.prepare('SELECT count(*) AS count FROM action_chunks').get()?.count;
  await vi.waitFor(() => expect(chunksStored()).toBeGreaterThan(0), { timeout: 300_000, interval: 20 });
  await first.kill();
  await failed;
  database.close();
  const second = await startServer({ state });
  expect((await second.call('GET', '/v1/async-actions')).body).toMatchObject({ total: 0 });
  expect((await second.call('GET', '/v1/orders?limit=1')).body).toMatchObject({ total: 0 });
  const id = await sendImport(second, text, headers);
  expect(await sendImport(second, text, headers)).toBe(id);
  await expectOnce(second, id, { count });
  await second.stop();
});

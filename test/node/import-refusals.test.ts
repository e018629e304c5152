/** Imports whose database refuses writes for a while, and whose payload cannot be read. */
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { databaseFile } from '../../scripts/local/local-worker.ts';
import { expectOnce, faultOrders } from './fault-orders.ts';
import { done, reached, sendImport } from './import-calls.ts';
import { makeState, startServer } from './server.ts';

test.concurrent('an import waits while the database refuses writes, and goes on', async () => {
  const count = 6000;
  const state = makeState();
  const server = await startServer({ state });
  const id = await sendImport(server, faultOrders(count));
  await reached(server, id, 1);
  const other = new DatabaseSync(databaseFile(state), { timeout: 60_000 });
  // Holds the one lock that a writer needs.
  other.exec('BEGIN IMMEDIATE');
  const refused = { status: 503, body: { key: 'service_unavailable' } };
  expect(await server.call('POST', '/v1/orders', { body: '{}' })).toMatchObject(refused);
  expect(await server.call('GET', `/v1/async-actions/${id}`)).toMatchObject(refused);
  const { processed } = other.prepare('SELECT processed FROM async_actions').get() ?? {};
  expect(processed).toBeLessThan(count);
  other.exec('ROLLBACK');
  other.close();
  await expectOnce(server, id, { count });
  await server.stop();
});

test.concurrent('a chunk that cannot be read comes to the queue of dead letters, and is shown as failed', async () => {
  // The last of thirty chunks: the server has not come to it when it is killed.
  const count = 6000;
  const state = makeState();
  const first = await startServer({ state });
  const id = await sendImport(first, faultOrders(count));
  await first.kill();
  const database = new DatabaseSync(databaseFile(state), { timeout: 60_000 });
  database.exec("UPDATE action_chunks SET payload = 'poison' WHERE number = 29");
  database.close();
  const server = await startServer({ state });
  await expectOnce(server, id, { count, hasFailed: (index) => index >= 5800 });
  const { result } = await done(server, id);
  expect(result.message).toContain('for an unexpected reason: 1.');
  expect(result.errors[0]).toMatchObject({ line: 5801, key: 'internal_error' });
  await server.stop();
});

import { env } from 'cloudflare:workers';
import { beforeAll, expect, it } from 'vitest';
import { actionTypes } from '../../../worker/action-types.ts';
import { applyChunk } from '../../../worker/async-actions/apply/apply-chunk.ts';
import { nextChunk } from '../../../worker/async-actions/apply/chunk-store.ts';
import { Database } from '../../../worker/database.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { ImportCalls, ndjson } from './calls.ts';
import { HeldQueue } from './held-queue.ts';

let imports: ImportCalls;
beforeAll(async () => {
  imports = await ImportCalls.create();
});

/** What the next chunk of an action costs. */
async function costOfChunk(id: string): Promise<Database['cost']> {
  const database = new Database(env.DB, null);
  const chunk = await database.first(nextChunk({ id }));
  if (!chunk) throw new Error('there is no chunk');
  await applyChunk(database, chunk, actionTypes);
  return database.cost;
}

it('a chunk is read in one round trip and written in another, with the rows of as many POSTs and three more', async () => {
  const customer = { source_id: uniqueId(), name: 'Ann' };
  const order = () => makeOrder({ status: 'PAID', customer });
  await imports.client.post(order());
  const { cost: posted } = await imports.client.post(order());
  const id = await new HeldQueue().import(imports.client, ndjson(Array.from({ length: 200 }, order)));
  const cost = await costOfChunk(id);
  expect(cost.roundTrips).toBe(2);
  expect(cost.rowsWritten).toBeLessThanOrEqual(200 * posted.rowsWritten + 3);
});

it('an order costs no more rows than a POST that is as safe to repeat, its payload and the book-keeping included', async () => {
  const customer = { source_id: uniqueId(), name: 'Ann' };
  const order = () => makeOrder({ status: 'PAID', customer });
  await imports.client.post(order());
  const { cost: posted } = await imports.client.post(order(), { 'Idempotency-Key': uniqueId('once') });
  const reply = await new HeldQueue().call(imports.client, ndjson(Array.from({ length: 200 }, order)));
  const timing = reply.headers.get('Server-Timing') ?? '';
  const accepting = Number(/d1-rows-written;desc=(\d+)/.exec(timing)?.[1]);
  const { async_action_id: id } = (await reply.json()) as { async_action_id: string };
  const { rowsWritten } = await costOfChunk(id);
  expect(accepting).toBeLessThanOrEqual(6);
  expect((accepting + rowsWritten) / 200).toBeLessThanOrEqual(posted.rowsWritten);
});

it('a chunk whose orders are there writes nothing but that it was looked at', async () => {
  const orders = ndjson(
    Array.from({ length: 200 }, () => makeOrder({ customer: { source_id: uniqueId() } })),
  );
  await imports.import(orders);
  const cost = await costOfChunk(await new HeldQueue().import(imports.client, orders));
  expect(cost).toMatchObject({ roundTrips: 2 });
  expect(cost.rowsWritten).toBeLessThanOrEqual(2);
});

it('orders that are refused take a batch more, not one each', async () => {
  const rows = Array.from({ length: 200 }, (_, index) =>
    makeOrder(index % 4 ? {} : { customer_id: 'cust_nobody' }),
  );
  const cost = await costOfChunk(await new HeldQueue().import(imports.client, ndjson(rows)));
  expect(cost.roundTrips).toBe(3);
});

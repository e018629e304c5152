/** Imports over the network: the real orders against posting them one by one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Customer } from '../../shared/customers/customers.ts';
import { itemColumns, orderColumns } from '../../shared/exports/export-columns.ts';
import type { Export } from '../../shared/exports/exports.ts';
import { allOrders, done, importInto, sendImport } from './import-calls.ts';
import { expectedCustomers, expectedOrder, orders, texts } from './real-orders.ts';
import { makeState, type Server, startServer } from './server.ts';

const servers: Server[] = [];

async function start(): Promise<Server> {
  const server = await startServer();
  servers.push(server);
  return server;
}

afterAll(async () => {
  for (const server of servers) await server.stop();
});

const bySourceId = async (server: Server) =>
  new Map((await allOrders(server)).map((order) => [order.source_id, order]));

async function expectOrders(server: Server): Promise<void> {
  const found = await bySourceId(server);
  expect(found.size).toBe(orders.length);
  for (const sent of orders)
    expect(found.get(sent.source_id), sent.source_id).toStrictEqual(expectedOrder(sent));
}

async function expectCustomers(server: Server): Promise<void> {
  for (const { profile, summary } of expectedCustomers()) {
    const { body } = await server.call<Customer>('GET', `/v1/customers/${profile?.source_id}`);
    expect(body, profile?.source_id).toMatchObject(profile ?? {});
    expect(body.summary.orders, profile?.source_id).toStrictEqual(summary);
  }
}

let server: Server;
beforeAll(async () => {
  server = await start();
});

test('the real orders and their customers are as if they were posted one by one', async () => {
  const action = await importInto(server, texts.join('\n'));
  expect(action).toMatchObject({ status: 'DONE', result: { created_count: 2025, failed_count: 0 } });
  await expectOrders(server);
  await expectCustomers(server);
});

test('imported again they stay as they are', async () => {
  const before = await bySourceId(server);
  const part = await importInto(server, `[${texts.slice(0, 1000).join()}]`, 'application/json');
  expect(part.result).toMatchObject({ created_count: 0, unchanged_count: 1000 });
  const action = await importInto(server, texts.join('\n'));
  expect(action.result).toMatchObject({
    created_count: 0,
    updated_count: 0,
    unchanged_count: 2025,
    failed_count: 0,
  });
  expect(await bySourceId(server)).toStrictEqual(before);
});

test('an export of them in the layout "items" makes the same orders in an empty database', async () => {
  const parameters = { layout: 'items', order: 'created_at', fields: [...orderColumns, ...itemColumns] };
  const asked = await server.call<Export>('POST', '/v1/exports', {
    body: JSON.stringify({ exported_object: 'order', parameters }),
  });
  const { body } = await server.call<Export>('GET', `/v1/exports/${asked.body.id}`);
  const file = await (await fetch(body.result?.url ?? '')).text();
  const empty = await start();
  const action = await importInto(empty, file, 'text/csv');
  expect(action.result).toMatchObject({ created_count: 2025, failed_count: 0 });
  expect(await bySourceId(empty)).toStrictEqual(await bySourceId(server));
  const again = await importInto(server, file, 'text/csv');
  expect(again.result).toMatchObject({ unchanged_count: 2025, failed_count: 0 });
});

test('every tenth row that is broken is reported, and the others are in', async () => {
  const breaks: ((order: Record<string, unknown>) => string)[] = [
    (order) => JSON.stringify(order).slice(0, -1),
    (order) => JSON.stringify({ ...order, status: 'LOST' }),
    (order) => JSON.stringify({ ...order, created_at: '2010-13-45' }),
    (order) => JSON.stringify({ ...order, customer: undefined, customer_id: 'cust_nobody' }),
    (order) => JSON.stringify({ ...order, items: [{ price: -5 }] }),
    (order) => JSON.stringify({ ...order, items: [{ price: 2 ** 53 - 1, quantity: 2 }] }),
    (order) => JSON.stringify([order]),
    (order) => JSON.stringify({ ...order, metadata: 'none' }),
  ];
  const rows = texts.map((text, index) =>
    index % 10 === 9
      ? (breaks[Math.floor(index / 10) % breaks.length] as (typeof breaks)[0])(JSON.parse(text))
      : text,
  );
  const broken = await start();
  const action = await importInto(broken, rows.join('\n'));
  expect(action).toMatchObject({ status: 'DONE', result: { created_count: 1823, failed_count: 202 } });
  const found = await bySourceId(broken);
  for (const [index, sent] of orders.entries()) {
    if (index % 10 === 9) expect(found.has(sent.source_id)).toBe(false);
    else expect(found.get(sent.source_id)).toStrictEqual(expectedOrder(sent));
  }
  const response = await fetch(`${broken.url}/v1/async-actions/${action.id}/failures`, {
    headers: { 'X-App-Id': broken.key.app_id, 'X-App-Token': broken.key.app_token },
  });
  const failures = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(failures.map(({ import_error }) => import_error.line)).toEqual(
    Array.from({ length: 202 }, (_, index) => 10 * index + 10),
  );
  for (const { import_error } of failures) expect(import_error.errors.length).toBeGreaterThan(0);
});

test('what a server had accepted is done by the next one in its folder', async () => {
  const state = makeState();
  const first = await startServer({ state });
  const body = Array.from({ length: 20_000 }, (_, index) => `{"source_id":"kept-${index}"}`).join('\n');
  const id = await sendImport(first, body);
  await first.stop();
  const second = await startServer({ state });
  servers.push(second);
  const action = await done(second, id);
  expect(action.result).toMatchObject({ created_count: 20_000, failed_count: 0 });
  expect((await second.call<{ total: number }>('GET', '/v1/orders?limit=1')).body.total).toBe(20_000);
});

import { join } from 'node:path';
import { createLocalKey, keyHeaders } from '../key-pairs.ts';
import { bundleWorker, startLocalWorker } from '../local/local-worker.ts';
import { benchOrder } from './bench-order.ts';
import { bundleFloor, compare, report, type Side } from './compare.ts';
import type { BenchRequest } from './load.ts';

const PREPARED = 500;
const REQUESTS = 500;

interface OrdersSide extends Side {
  /** The ids of orders that were stored, for reading. */
  ids: string[];
}

async function startSide(name: Side['name'], folder: string): Promise<OrdersSide> {
  const state = join(folder, name);
  const key = await createLocalKey(state, { role: 'admin', name: 'bench' });
  const script = name === 'docket' ? await bundleWorker() : await bundleFloor('orders.js');
  const miniflare = await startLocalWorker({ script, state });
  return {
    name,
    url: await miniflare.unsafeGetDirectURL(),
    headers: { 'Content-Type': 'application/json', ...keyHeaders(key) },
    ids: [],
    dispose: () => miniflare.dispose(),
  };
}

/** An order of three lines with an inline customer, as a storefront posts it. */
export const sampleOrder = (sequence: number) => ({ ...benchOrder(sequence), status: 'PAID' });

let sequence = 0;

/** The next sample order, posted. */
export function postOrder({ headers }: Pick<Side, 'headers'>): BenchRequest {
  sequence += 1;
  const body = JSON.stringify(sampleOrder(sequence));
  return {
    method: 'POST',
    path: '/v1/orders',
    headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
    body,
  };
}

function getOrder(side: OrdersSide): BenchRequest {
  sequence += 1;
  const id = side.ids[sequence % side.ids.length];
  return { method: 'GET', path: `/v1/orders/${id}`, headers: side.headers };
}

/** Stores a few orders over HTTP and remembers their ids. */
async function prepare(side: OrdersSide): Promise<void> {
  for (let count = 0; count < PREPARED; count += 1) {
    const { method, path, body } = postOrder(side);
    const response = await fetch(new URL(path, side.url), {
      method,
      headers: side.headers,
      body: body ?? null,
    });
    const { id } = (await response.json()) as { id: string };
    side.ids.push(id);
  }
}

/** Writing and reading one order, against the same write and read by hand. */
export async function benchOrders(folder: string): Promise<void> {
  const sides = [await startSide('floor', folder), await startSide('docket', folder)];
  try {
    for (const side of sides) await prepare(side);
    const run = (name: string, connections: number, next: (side: OrdersSide) => BenchRequest) =>
      compare(`${name}, ${connections} connection${connections > 1 ? 's' : ''}`, sides, {
        connections,
        count: REQUESTS,
        next,
      });
    report('orders', [
      await run('POST /v1/orders', 1, postOrder),
      await run('POST /v1/orders', 16, postOrder),
      await run('GET /v1/orders/{id}', 1, getOrder),
      await run('GET /v1/orders/{id}', 16, getOrder),
    ]);
  } finally {
    for (const side of sides) await side.dispose();
  }
}

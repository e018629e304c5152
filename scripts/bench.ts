/**
 * npm run bench: the API against a bare Worker that does the same database work by hand (the floor), both on
 * workerd with a direct socket, in alternating rounds of one run. Prints a table and one JSON line.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Miniflare } from 'miniflare';
import { type BenchRequest, type LoadResult, runLoad } from './bench/load.ts';
import { createKeyPair } from './key-pairs.ts';
import { bundleWorker, startLocalWorker } from './local-worker.ts';
import { migrate, ROOT } from './wrangler.ts';

const ROUNDS = 7;
const REQUESTS_PER_ROUND = 500;
const CUSTOMERS = 500;

interface Side {
  name: 'docket' | 'floor';
  url: URL;
  headers: Record<string, string>;
  /** The ids of orders that were stored, for reading. */
  ids: string[];
  dispose: () => Promise<void>;
}

async function bundleFloor(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'scripts/bench/floor-worker.js')],
    bundle: true,
    format: 'esm',
    write: false,
    conditions: ['workerd', 'browser'],
  });
  return outputFiles[0]?.text ?? '';
}

async function startSide(name: Side['name'], folder: string): Promise<Side> {
  const state = join(folder, name);
  await migrate({ remote: false, state });
  const key = await createKeyPair({ remote: false, state }, { role: 'admin', name: 'bench' });
  const script = name === 'docket' ? await bundleWorker() : await bundleFloor();
  const miniflare: Miniflare = await startLocalWorker({ script, state });
  return {
    name,
    url: await miniflare.unsafeGetDirectURL(),
    headers: {
      'Content-Type': 'application/json',
      'X-App-Id': key.app_id,
      'X-App-Token': key.app_token,
    },
    ids: [],
    dispose: () => miniflare.dispose(),
  };
}

let sequence = 0;

/** An order of three lines with an inline customer, as a storefront posts it. */
function postOrder(side: Side): BenchRequest {
  sequence += 1;
  const customer = sequence % CUSTOMERS;
  const body = JSON.stringify({
    source_id: `bench-${sequence}`,
    status: 'PAID',
    items: [
      { source_id: 'mug', related_object: 'product', quantity: 2, price: 450, product: { name: 'Mug' } },
      { source_id: 'tea', related_object: 'sku', quantity: 1, price: 390, sku: { sku: 'Tea, 100 g' } },
      { source_id: 'bag', related_object: 'product', quantity: 5, price: 50, product: { name: 'Bag' } },
    ],
    customer: {
      source_id: `customer-${customer}`,
      name: `Customer ${customer}`,
      email: `${customer}@example.com`,
    },
  });
  const headers = { ...side.headers, 'Content-Length': Buffer.byteLength(body) };
  return { method: 'POST', path: '/v1/orders', headers, body };
}

function getOrder(side: Side): BenchRequest {
  sequence += 1;
  const id = side.ids[sequence % side.ids.length];
  return { method: 'GET', path: `/v1/orders/${id}`, headers: side.headers };
}

/** Stores a few orders over HTTP and remembers their ids. */
async function prepare(side: Side): Promise<void> {
  for (let count = 0; count < CUSTOMERS; count += 1) {
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

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

interface Comparison {
  case: string;
  docket: LoadResult;
  floor: LoadResult;
  ratio: number;
}

async function compare(
  name: string,
  sides: readonly Side[],
  options: { connections: number; next: (side: Side) => BenchRequest },
): Promise<Comparison> {
  const results: Record<Side['name'], LoadResult[]> = { docket: [], floor: [] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const side of sides) {
      const { connections, next } = options;
      const result = await runLoad(side.url, {
        connections,
        count: REQUESTS_PER_ROUND,
        next: () => next(side),
      });
      if (round > 0) results[side.name].push(result);
    }
  }
  const middle = (all: LoadResult[]): LoadResult => ({
    requestsPerSecond: median(all.map((result) => result.requestsPerSecond)),
    p50: median(all.map((result) => result.p50)),
    p99: median(all.map((result) => result.p99)),
  });
  const ratios = results.docket.map((result, round) => {
    const floor = results.floor[round]?.requestsPerSecond ?? Number.NaN;
    return result.requestsPerSecond / floor;
  });
  return { case: name, docket: middle(results.docket), floor: middle(results.floor), ratio: median(ratios) };
}

const folder = mkdtempSync(join(tmpdir(), 'docket-bench-'));
const sides = [await startSide('floor', folder), await startSide('docket', folder)];
try {
  for (const side of sides) await prepare(side);
  const comparisons = [
    await compare('POST /v1/orders, 1 connection', sides, { connections: 1, next: postOrder }),
    await compare('POST /v1/orders, 16 connections', sides, { connections: 16, next: postOrder }),
    await compare('GET /v1/orders/{id}, 1 connection', sides, { connections: 1, next: getOrder }),
    await compare('GET /v1/orders/{id}, 16 connections', sides, { connections: 16, next: getOrder }),
  ];
  console.table(
    comparisons.map(({ case: name, docket, floor, ratio }) => ({
      case: name,
      'docket/s': Math.round(docket.requestsPerSecond),
      'floor/s': Math.round(floor.requestsPerSecond),
      'of floor': ratio.toFixed(2),
      'p50 ms': docket.p50.toFixed(2),
      'p99 ms': docket.p99.toFixed(2),
    })),
  );
  console.log(JSON.stringify({ bench: 'orders', comparisons }));
} finally {
  for (const side of sides) await side.dispose();
  rmSync(folder, { recursive: true, force: true });
}

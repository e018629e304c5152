import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { AcceptedAction, AsyncAction } from '../../shared/async-actions.ts';
import { priceItem, sumItems } from '../../shared/orders/order-totals.ts';
import { newId } from '../../worker/identifiers.ts';
import { createLocalKey, keyHeaders } from '../key-pairs.ts';
import { bundleWorker, startLocalWorker } from '../local/local-worker.ts';
import { bundleFloor, type Side } from './compare.ts';
import { runLoad } from './load.ts';
import { postOrder, sampleOrder } from './orders.ts';

const ORDERS = 100_000;
/** Rows of one of the floor's statements: what D1 takes as one value. */
const FLOOR_ROWS = 3000;
/** Orders that are posted one by one, alone and beside an import. */
const POSTS = 300;

async function startSide(name: Side['name'], folder: string): Promise<Side> {
  const state = join(folder, `imports-${name}`);
  const key = await createLocalKey(state, { role: 'admin', name: 'bench' });
  const script = name === 'docket' ? await bundleWorker() : await bundleFloor('imports.js');
  const worker = await startLocalWorker({ script, state });
  return {
    name,
    url: await worker.unsafeGetDirectURL(),
    headers: keyHeaders(key),
    dispose: () => worker.dispose(),
  };
}

const numbers = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

/** An order as its row is stored. */
function toRow(number: number) {
  const { source_id, status, items, customer } = sampleOrder(number);
  const priced = items.map((item, index) => priceItem(item as Parameters<typeof priceItem>[0], index));
  return {
    id: newId('order'),
    sourceId: source_id,
    status,
    at: Date.now(),
    customer: customer.source_id,
    customerNewId: newId('customer'),
    name: customer.name,
    email: customer.email,
    count: items.length,
    amount: sumItems(priced).itemsAmount,
    items: priced,
  };
}

/** Stores orders by hand; answers the milliseconds that it took. */
async function fillFloor({ url }: Side, from: number, count: number): Promise<number> {
  let milliseconds = 0;
  for (let first = from; first < from + count; first += FLOOR_ROWS) {
    const rows = numbers(first, Math.min(FLOOR_ROWS, from + count - first)).map(toRow);
    const customers = rows.slice(0, 500).map(({ items: _, ...row }) => row);
    const body = JSON.stringify({ customers: JSON.stringify(customers), orders: [JSON.stringify(rows)] });
    const start = performance.now();
    const { status } = await fetch(url, { method: 'POST', body });
    milliseconds += performance.now() - start;
    if (status !== 200) throw new Error(`the floor answered ${status}`);
  }
  return milliseconds;
}

async function sendImport({ url, headers }: Side, from: number): Promise<string> {
  const body = numbers(from, ORDERS)
    .map((number) => JSON.stringify(sampleOrder(number)))
    .join('\n');
  const response = await fetch(new URL('/v1/orders/import', url), {
    method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/x-ndjson' },
    body,
  });
  return ((await response.json()) as AcceptedAction).async_action_id;
}

async function getAction({ url, headers }: Side, id: string): Promise<AsyncAction> {
  const response = await fetch(new URL(`/v1/async-actions/${id}`, url), { headers });
  return (await response.json()) as AsyncAction;
}

/** Imports orders; answers the milliseconds until they were accepted and until all were written. */
async function runImport(side: Side, from: number) {
  const start = performance.now();
  const id = await sendImport(side, from);
  const accepted = performance.now() - start;
  for (;;) {
    const { progress, result } = await getAction(side, id);
    if (progress === 100) {
      if (result.created_count !== ORDERS) throw new Error(result.message);
      return { accepted, done: performance.now() - start };
    }
    await setTimeout(100);
  }
}

const postOrders = (side: Side) =>
  runLoad(side.url, {
    connections: 1,
    count: POSTS,
    next: () => postOrder({ headers: { ...side.headers, 'Content-Type': 'application/json' } }),
  });

/**
 * An import of many orders against their rows written by hand, of which one half comes before and one after, so that a slow moment
 * of the machine meets both; and how long a posted order takes alone and beside an import.
 */
export async function benchImports(folder: string): Promise<void> {
  const floor = await startSide('floor', folder);
  const docket = await startSide('docket', folder);
  try {
    await postOrders(docket);
    const alone = await postOrders(docket);
    const firstHalf = await fillFloor(floor, 1e6, ORDERS / 2);
    const { accepted, done } = await runImport(docket, 1e6);
    const byHand = firstHalf + (await fillFloor(floor, 2e6, ORDERS / 2));
    const id = await sendImport(docket, 3e6);
    const beside = await postOrders(docket);
    const { progress } = await getAction(docket, id);
    if (progress === 100) throw new Error('the import was done before the orders were posted');
    const perSecond = (milliseconds: number) => Math.round((ORDERS / milliseconds) * 1000);
    const imported = {
      'orders/s': perSecond(done),
      'accepted/s': perSecond(accepted),
      'written/s': perSecond(done - accepted),
      'floor/s': perSecond(byHand),
      'of floor': Number((byHand / done).toFixed(2)),
    };
    console.table([imported]);
    console.table({ 'POST alone': alone, 'POST beside an import': beside });
    console.log(JSON.stringify({ bench: 'imports', imported, alone, beside }));
  } finally {
    await docket.dispose();
    await floor.dispose();
  }
}

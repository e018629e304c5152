import { join } from 'node:path';
import { createLocalKey, keyHeaders } from '../key-pairs.ts';
import { bundleWorker, startLocalWorker } from '../local/local-worker.ts';
import { benchOrder } from './bench-order.ts';
import { bundleFloor, type Comparison, compare, report, type Side } from './compare.ts';
import type { BenchRequest } from './load.ts';

const VOUCHERS = 50;
const REQUESTS = 400;

/** Percentages without a limit, straight into the tables, so that both sides have the same. */
const INSERT_VOUCHERS = `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${VOUCHERS - 1})
  INSERT INTO vouchers (id, code, discount, active, created_at)
  SELECT printf('v_%026d', i), 'BENCH-' || i, '{"type":"PERCENT","percent_off":10,"effect":"APPLY_TO_ORDER"}', 1, 1e12 + i FROM n`;

async function startSide(name: Side['name'], folder: string): Promise<Side> {
  const state = join(folder, `vouchers-${name}`);
  const key = await createLocalKey(state, { role: 'admin', name: 'bench' });
  const script = name === 'docket' ? await bundleWorker() : await bundleFloor('vouchers.js');
  const miniflare = await startLocalWorker({ script, state });
  await (await miniflare.getD1Database('DB')).prepare(INSERT_VOUCHERS).run();
  return {
    name,
    url: await miniflare.unsafeGetDirectURL(),
    headers: { 'Content-Type': 'application/json', ...keyHeaders(key) },
    dispose: () => miniflare.dispose(),
  };
}

let sequence = 0;

/** A new order of three lines with an inline customer, and a voucher to go with it. */
const requestOf =
  (verb: 'validate' | 'redemption') =>
  (side: Side): BenchRequest => {
    sequence += 1;
    const body = JSON.stringify({ order: benchOrder(sequence) });
    const headers = { ...side.headers, 'Content-Length': Buffer.byteLength(body) };
    return { method: 'POST', path: `/v1/vouchers/BENCH-${sequence % VOUCHERS}/${verb}`, headers, body };
  };

/** Validating and redeeming a voucher with a new order, against the same reads and writes by hand. */
export async function benchVouchers(folder: string): Promise<void> {
  const sides: Side[] = [];
  try {
    for (const name of ['floor', 'docket'] as const) sides.push(await startSide(name, folder));
    const comparisons: Comparison[] = [];
    for (const verb of ['validate', 'redemption'] as const) {
      for (const connections of [1, 16]) {
        const name = `POST /v1/vouchers/{code}/${verb}, ${connections} connection${connections > 1 ? 's' : ''}`;
        comparisons.push(await compare(name, sides, { connections, count: REQUESTS, next: requestOf(verb) }));
      }
    }
    report('vouchers', comparisons);
  } finally {
    for (const side of sides) await side.dispose();
  }
}

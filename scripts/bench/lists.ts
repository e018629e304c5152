import { join } from 'node:path';
import { createLocalKey, keyHeaders } from '../key-pairs.ts';
import { bundleWorker, startLocalWorker } from '../local/local-worker.ts';
import { bundleFloor, type Comparison, compare, report, type Side } from './compare.ts';

const SIZES = [10_000, 1_000_000];
const CHUNK = 20_000;
const REQUESTS = 100;

const ITEMS = JSON.stringify([
  { quantity: 2, product_id: 'mug', price: 450, amount: 900 },
  { quantity: 1, product_id: 'tea', price: 390, amount: 390 },
  { quantity: 5, product_id: 'bag', price: 50, amount: 250 },
]);

/** Fills a migrated database with orders of three lines, a tenth of them changed, of 1,000 customers. */
export async function fillOrders(database: D1Database, size: number): Promise<void> {
  await database.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO customers (id, source_id, name, email, created_at) SELECT 'cust_' || i, 'c' || i, 'Customer ' || i, i || '@example.com', 0 FROM n`,
  );
  for (let from = 0; from < size; from += CHUNK) {
    const to = Math.min(size, from + CHUNK);
    await database
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT ${from + 1} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})
        INSERT INTO orders (id, source_id, status, created_at, updated_at, customer_id, items_count, items_amount,
          initial_amount, discount_amount, items_discount_amount, metadata, items)
        SELECT printf('ord_%026d', i), 'bench-' || i, 'PAID', 1e12 + i * 1000, CASE WHEN i % 10 = 0 THEN 2e12 + i END,
          'cust_' || (i % 1000 + 1), 3, 1540, 1540, 0, 0, '{"country":"Austria","channel":"web ' || (i % 9) || '"}', ? FROM n`,
      )
      .bind(ITEMS)
      .run();
  }
}

async function startSides(state: string, size: number): Promise<Side[]> {
  const key = await createLocalKey(state, { role: 'admin', name: 'bench' });
  const docket = await startLocalWorker({ script: await bundleWorker(), state });
  await fillOrders(await docket.getD1Database('DB'), size);
  const floor = await startLocalWorker({ script: await bundleFloor('lists.js'), state });
  const headers = keyHeaders(key);
  return [
    { name: 'floor', url: await floor.unsafeGetDirectURL(), headers, dispose: () => floor.dispose() },
    { name: 'docket', url: await docket.unsafeGetDirectURL(), headers, dispose: () => docket.dispose() },
  ];
}

/** The newest 50 at two sizes, against the same query by hand on the same database. */
export async function benchLists(folder: string): Promise<void> {
  const comparisons: Comparison[] = [];
  const sides: Side[][] = [];
  try {
    for (const size of SIZES) sides.push(await startSides(join(folder, `lists-${size}`), size));
    for (const [index, size] of SIZES.entries()) {
      const next = ({ headers }: Side) => ({ method: 'GET', path: '/v1/orders?limit=50', headers });
      const name = `newest 50 of ${size.toLocaleString('en')}`;
      comparisons.push(await compare(name, sides[index] ?? [], { connections: 1, count: REQUESTS, next }));
    }
    const [small, large] = comparisons.map(({ docket }) => docket.p50);
    report('lists', comparisons, { 'p50 at 1,000,000 by p50 at 10,000': (large ?? 0) / (small ?? 1) });
  } finally {
    for (const side of sides.flat()) await side.dispose();
  }
}

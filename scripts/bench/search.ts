import { join } from 'node:path';
import { createLocalKey, keyHeaders } from '../key-pairs.ts';
import { bundleWorker, startLocalWorker } from '../local/local-worker.ts';
import { type Comparison, compare, report, type Side } from './compare.ts';

const CHUNK = 20_000;
const REQUESTS = 40;
const SMALL = { customers: 1000, products: 1000, orders: 2000 };
const LARGE = { customers: 1_000_000, products: 50_000, orders: 2_000_000 };

const numbers = (from: number, to: number): string =>
  `WITH RECURSIVE n(i) AS (SELECT ${from + 1} UNION ALL SELECT i + 1 FROM n WHERE i < ${to})`;

/** Names of a thousand forenames and a thousand surnames, so that a search finds one, a thousandth, or all. */
const insertCustomers = (from: number, to: number): string => `${numbers(from, to)}
  INSERT INTO customers (id, source_id, name, email, phone, created_at)
  SELECT printf('cust_%026d', i), 'crm-' || i, printf('Forename%03d Surname%03d', i % 1000, i / 1000 % 1000),
    'person' || i || '@example.com', '+43 1 ' || (1000000 + i), 1e12 + i FROM n`;

const insertProducts = (from: number, to: number): string => `${numbers(from, to)}
  INSERT INTO products (id, source_id, name, price, created_at)
  SELECT printf('prod_%026d', i), 'sku-' || i, printf('Holder in colour %03d of size %03d', i % 1000, i / 1000), i, 1e12 + i FROM n`;

const insertOrders = (from: number, to: number): string => `${numbers(from, to)}
  INSERT INTO orders (id, source_id, status, created_at, customer_id, items_count, sent_amount, initial_amount,
    discount_amount, items_discount_amount, metadata, items)
  SELECT printf('ord_%026d', i), 'WEB-' || i, 'PAID', 1e12 + i, printf('cust_%026d', i / 2), 0, 1, 1, 0, 0, '{}', '[]' FROM n`;

async function fill(
  database: D1Database,
  size: number,
  insert: (from: number, to: number) => string,
): Promise<void> {
  for (let from = 0; from < size; from += CHUNK)
    await database.prepare(insert(from, Math.min(size, from + CHUNK))).run();
}

/** Fills a migrated database with customers. */
export const fillCustomers = (database: D1Database, size: number): Promise<void> =>
  fill(database, size, insertCustomers);

async function startSide(name: Side['name'], state: string, sizes: typeof SMALL): Promise<Side> {
  const key = await createLocalKey(state, { role: 'admin', name: 'bench' });
  const worker = await startLocalWorker({ script: await bundleWorker(), state });
  const database = await worker.getD1Database('DB');
  await fillCustomers(database, sizes.customers);
  await fill(database, sizes.products, insertProducts);
  await fill(database, sizes.orders, insertOrders);
  return {
    name,
    url: await worker.unsafeGetDirectURL(),
    headers: keyHeaders(key),
    dispose: () => worker.dispose(),
  };
}

/** What is searched for, and how much of the table it matches. */
const searches: Record<string, string> = {
  'customers, one of them': '/v1/customers?q=person777%40example',
  'customers, a thousandth': '/v1/customers?q=forename077',
  'customers, all of them': '/v1/customers?q=example.com',
  'products, one of them': '/v1/products?q=sku-777',
  'products, a thousandth': '/v1/products?q=colour%20077',
  'products, all of them': '/v1/products?q=holder',
  'customers, none, of common parts': '/v1/customers?q=example.comperson',
  'products, a slip away': '/v1/products?q=hodler',
  'customers, nobody a slip away': '/v1/customers?q=forxnxme',
  'orders by customer, a word of all': '/v1/orders?q=example.com',
  'orders by customer, a thousandth': '/v1/orders?q=surname000',
  'orders by customer, one': '/v1/orders?q=person777%40example',
  'orders by number': '/v1/orders?q=1042',
  'orders by a part of a number': '/v1/orders?q=042',
};

/** The rows that a search reads, as the reply says. */
async function rowsRead({ url, headers }: Side, path: string): Promise<number> {
  const reply = await fetch(new URL(path, url), { headers });
  await reply.text();
  return Number(/d1-rows-read;desc=(\d+)/.exec(reply.headers.get('Server-Timing') ?? '')?.[1]);
}

/** Searches among many against the same search among 1,000: the floor is the small table. Rows are those among many. */
export async function benchSearch(folder: string): Promise<void> {
  const comparisons: Comparison[] = [];
  const sides: Side[] = [];
  const rows: Record<string, number> = {};
  try {
    sides.push(await startSide('floor', join(folder, 'search-small'), SMALL));
    sides.push(await startSide('docket', join(folder, 'search-large'), LARGE));
    for (const [name, path] of Object.entries(searches)) {
      for (const side of sides.slice(-1)) rows[`rows read: ${name}`] = await rowsRead(side, path);
      const next = ({ headers }: Side) => ({ method: 'GET', path, headers });
      comparisons.push(await compare(name, sides, { connections: 1, count: REQUESTS, next }));
    }
    report('search', comparisons, rows);
  } finally {
    for (const side of sides) await side.dispose();
  }
}

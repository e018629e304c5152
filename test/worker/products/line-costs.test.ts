import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../../worker/database.ts';
import { toOrder } from '../../../worker/orders/serializer.ts';
import { writeOrders } from '../../../worker/orders/write/write-orders.ts';
import { counting, run } from '../database.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { ProductCalls, toEntry } from './calls.ts';

const PRODUCTS = 2_000;

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
  await products.client.post(makeOrder());
  await run(`${counting(1, PRODUCTS)} INSERT INTO products (id, source_id, name, price, created_at)
    SELECT 'prod_' || i, 'product-' || i, 'Product ' || i, i, i FROM n`);
  await run(`${counting(1, PRODUCTS)} INSERT INTO skus (id, source_id, product_id, sku, price, created_at)
    SELECT 'sku_' || i, 'sku-' || i, 'prod_' || i, 'SKU ' || i, i * 2, i FROM n`);
});

type Line = Record<string, unknown>;
const range = (count: number, line: (i: number) => Line): Line[] =>
  Array.from({ length: count }, (_, index) => line(index + 1));
const toEntries = (raw: unknown[]) => raw.map((order, place) => toEntry(products.client, order, place));
const once = () => ({ 'Idempotency-Key': uniqueId('once') });

/** Lines that name products and SKUs in turn, in every way. */
const named = (count: number): Line[] =>
  range(count, (i) => {
    const ways: Line[] = [
      { product_id: `prod_${i}` },
      { sku_id: `sku_${i}` },
      { source_id: `product-${i}` },
      { source_id: `sku-${i}`, related_object: 'sku' },
      { sku: { source_id: `sku-${i}` }, product: { id: `prod_${i}` } },
    ];
    return ways[i % ways.length] ?? {};
  });

const complete = (count: number): Line[] =>
  range(count, (i) => ({ product_id: `prod_${i}`, price: i, product: { name: `Mine ${i}` } }));

describe('an order whose lines carry their own price and name', () => {
  it.each([1, 100, 2_000])('takes one round trip with %i lines, also with a key', async (count) => {
    for (const headers of [{}, once()]) {
      const { cost, body } = await products.client.post({ items: complete(count) }, headers);
      expect(cost.roundTrips).toBe(1);
      const put = await products.client.put(body.id, { items: complete(count), status: 'PAID' }, headers);
      expect(put.cost.roundTrips).toBe(1);
    }
  });

  it('takes one where no line names anything, or there is none', async () => {
    for (const items of [[], [{ quantity: 2 }], [{ metadata: { note: 'x' }, amount: 5 }]])
      expect((await products.client.post({ items })).cost.roundTrips).toBe(1);
  });
});

describe('an order whose lines the catalogue fills', () => {
  it.each([1, 5, 100, 2_000])('takes two round trips with %i lines', async (count) => {
    const source_id = uniqueId();
    const sent = { source_id, items: named(count), customer: { source_id: uniqueId(), name: 'Ann' } };
    const made = await products.client.post(sent);
    const again = await products.client.post(sent);
    const put = await products.client.put(made.body.id, { items: sent.items });
    const changed = await products.client.put(made.body.id, { items: named(count), status: 'PAID' });
    for (const { cost } of [made, again, put, changed]) expect(cost.roundTrips).toBe(2);
    expect(again.body).toEqual(made.body);
    expect(put.body).toEqual(made.body);
    expect(again.cost.rowsWritten).toBe(0);
    expect(made.body.items.every(({ price, product }) => price && product?.name)).toBe(true);
  });

  it('takes two with an idempotency key, also when it changes nothing', async () => {
    const sent = { source_id: uniqueId(), items: named(100) };
    expect((await products.client.post(sent, once())).cost.roundTrips).toBe(2);
    expect((await products.client.post(sent, once())).cost.roundTrips).toBe(2);
  });

  it('takes two for products that nobody knows', async () => {
    const items = range(100, (i) => ({ product_id: `nobody-${i}` }));
    expect((await products.client.post({ items })).cost.roundTrips).toBe(2);
  });

  it('reads a few rows a line, and each product once however often it is named', async () => {
    const rowsRead = async (items: Line[]) => (await products.client.post({ items })).cost.rowsRead;
    const base = await rowsRead([{ price: 1, product: { name: 'x' } }]);
    expect((await rowsRead(named(2_000))) - base).toBeLessThanOrEqual(20 * 2_000);
    const one = await rowsRead(range(1, () => ({ product_id: 'prod_7' })));
    expect(await rowsRead(range(2_000, () => ({ product_id: 'prod_7' })))).toBe(one);
  });

  it('writes as many rows as one with its own prices', async () => {
    const own = await products.client.post({ items: complete(100) });
    const filled = await products.client.post({ items: named(100) });
    expect(filled.cost.rowsWritten).toBe(own.cost.rowsWritten);
  });
});

describe('an order that writes to the catalogue', () => {
  it.each([1, 100, 2_000])('takes two round trips with %i products and SKUs', async (count) => {
    const prefix = uniqueId();
    const items = range(count, (i) => ({
      product: { source_id: `${prefix}-${i}`, name: `New ${i}`, override: true },
      sku: { source_id: `${prefix}-${i}`, sku: `New ${i}`, price: i, override: true },
    }));
    const source_id = uniqueId();
    const made = await products.client.post({ source_id, items });
    const again = await products.client.post({ source_id, items });
    for (const { cost } of [made, again]) expect(cost.roundTrips).toBe(2);
    expect(again.body).toEqual(made.body);
    expect(again.cost.rowsWritten).toBe(0);
    expect(made.body.amount).toBe((count * (count + 1)) / 2);
    const last = await products.get(`${prefix}-${count}`);
    expect(last.body.skus.data).toMatchObject([{ price: count }]);
  });
});

describe('a list of orders whose lines the catalogue fills', () => {
  it('takes two round trips, each order with its outcome', async () => {
    const known = { source_id: uniqueId(), items: [{ product_id: 'prod_3' }] };
    const changed = { source_id: uniqueId(), items: [{ product_id: 'prod_3' }] };
    for (const order of [known, changed]) await products.client.post(order);
    const database = new Database(env.DB, null);
    const raw = [
      { source_id: uniqueId(), items: named(10) },
      known,
      { source_id: changed.source_id, items: [{ sku_id: 'sku_4' }] },
      makeOrder(),
      { items: [{ product_id: 'unknown' }] },
    ];
    const written = await writeOrders(database, toEntries(raw));
    expect(written.map(({ outcome }) => outcome)).toEqual([
      'created',
      'unchanged',
      'updated',
      'created',
      'created',
    ]);
    expect(database.cost.roundTrips).toBe(2);
    const orders = written.map(({ order }) => toOrder(order));
    for (const order of orders) expect((await products.client.get(order.id)).body).toEqual(order);
    const prices = [2, 2, 6, 8, 5, 12, 7, 16, 18, 10];
    expect(orders[0]?.items.map(({ price }) => price)).toEqual(prices);
    expect(orders.map(({ amount }) => amount)).toEqual([86, 3, 8, 1540, 0]);
  });

  it('of one round trip stays at one where every line is complete', async () => {
    const database = new Database(env.DB, null);
    await writeOrders(database, toEntries(range(50, () => makeOrder())));
    expect(database.cost.roundTrips).toBe(1);
  });
});

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderItem } from '../../../shared/orders/orders.ts';
import { Database } from '../../../worker/database.ts';
import { writeOrders } from '../../../worker/orders/write/write-orders.ts';
import { uniqueId } from '../factories.ts';
import { clientId, makeSku, ProductCalls, toEntry } from './calls.ts';

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

const override = true;
type Line = Record<string, unknown>;

/** The lines as they are stored; the same request once more must change nothing, since it says the same. */
async function postTwice(...items: Line[]): Promise<OrderItem[]> {
  const sent = { source_id: uniqueId(), items };
  const first = await products.client.post(sent);
  const again = await products.client.post(sent);
  expect(again.body.items).toEqual(first.body.items);
  expect(again.headers.get('ETag')).toBe('"1"');
  expect(again.cost.rowsWritten).toBe(0);
  return first.body.items;
}

interface Names {
  id: string;
  source_id: string;
}

/** Lines of one order that mean one product or SKU, though they name it differently. */
const waysToProduct: Record<string, (names: Names) => Line> = {
  product_id: ({ id }) => ({ product_id: id }),
  source_id: ({ source_id }) => ({ source_id }),
  both: ({ id, source_id }) => ({ product: { id, source_id } }),
};
const pairs = Object.keys(waysToProduct).flatMap((one) =>
  Object.keys(waysToProduct).map((other) => [one, other] as const),
);
const named = (way: string, names: Names): Line => waysToProduct[way]?.(names) ?? {};
const withProduct = (line: Line, fields: Line): Line => ({
  ...line,
  product: { ...(line.product as object), ...fields, override },
});

describe('lines that name one known product differently', () => {
  it.each(pairs)('by %s with an override and by %s without are filled alike', async (one, other) => {
    const { body } = await products.post({ source_id: uniqueId(), name: 'Old', price: 1 });
    const names = { id: body.id, source_id: body.source_id ?? '' };
    const items = await postTwice(
      withProduct(named(one, names), { name: 'New', price: 2 }),
      named(other, names),
    );
    for (const item of items) expect(item).toMatchObject({ price: 2, product: { name: 'New', price: 2 } });
    expect((await products.get(body.id)).body).toMatchObject({ name: 'New', price: 2 });
  });

  it.each(pairs)('by %s and by %s are one product that both override', async (one, other) => {
    const { body } = await products.post({ source_id: uniqueId(), name: 'Old', price: 1 });
    const names = { id: body.id, source_id: body.source_id ?? '' };
    await postTwice(
      withProduct(named(one, names), { name: 'New' }),
      withProduct(named(other, names), { price: 2 }),
    );
    expect((await products.get(body.id)).body).toMatchObject({ name: 'New', price: 2 });
  });
});

describe('lines that name one new product differently', () => {
  const newNames = (): Names => ({ id: clientId('prod'), source_id: uniqueId() });

  it.each(['product_id', 'source_id'])('by both with an override and by %s without', async (other) => {
    const names = newNames();
    const items = await postTwice(
      withProduct(named('both', names), { name: 'New', price: 2 }),
      named(other, names),
    );
    for (const item of items) expect(item).toMatchObject({ product_id: names.id, price: 2 });
  });

  it.each(['product_id', 'source_id'])('by both and by %s are one, which both override', async (other) => {
    for (const isFirst of [true, false]) {
      const names = newNames();
      const lines = [
        withProduct(named('both', names), { name: 'New' }),
        withProduct(named(other, names), { price: 2 }),
      ];
      const reply = await products.client.call('POST', '/v1/orders', {
        body: { items: isFirst ? lines : lines.toReversed() },
      });
      expect(reply.status).toBe(200);
      expect((await products.get(names.source_id)).body).toMatchObject({
        id: names.id,
        name: 'New',
        price: 2,
      });
    }
  });
});

describe('a line that names a SKU', () => {
  it('is filled with what another line writes of its product', async () => {
    const { body } = await products.post({ name: 'Old', price: 1 });
    const sku = (await products.postSku(body.id, makeSku({ price: null }))).body;
    const written = { product_id: body.id, product: { name: 'New', price: 2, override } };
    for (const lines of [
      [written, { sku_id: sku.id }],
      [{ sku_id: sku.id }, written],
    ]) {
      const items = await postTwice(...lines);
      for (const item of items) expect(item).toMatchObject({ price: 2, product: { name: 'New' } });
    }
  });

  it('that another line makes is filled with its product', async () => {
    const { body } = await products.post({ name: 'Tea', price: 3 });
    const source_id = uniqueId();
    const items = await postTwice(
      { product_id: body.id, sku: { source_id, sku: 'Large', override } },
      { sku: { source_id } },
    );
    for (const item of items)
      expect(item).toMatchObject({ product_id: body.id, price: 3, product: { name: 'Tea', price: 3 } });
  });

  it('is written though another line makes its product', async () => {
    const [source_id, variant] = [uniqueId(), uniqueId()];
    const items = [
      { source_id, sku: { source_id: variant, sku: 'Large', override } },
      { source_id, product: { name: 'Mug', override } },
    ];
    const reply = await products.client.call('POST', '/v1/orders', { body: { items } });
    expect(reply.status).toBe(200);
    expect((await products.get(source_id)).body.skus.data).toMatchObject([{ source_id: variant }]);
  });
});

describe('orders of one list', () => {
  it('are filled with what any of them writes, and write it once', async () => {
    const source_id = uniqueId();
    const database = new Database(env.DB, null);
    const raw = [
      { items: [{ source_id, quantity: 2 }] },
      { items: [{ product: { source_id, name: 'Mug', override } }] },
      { items: [{ product: { source_id, price: 5, override } }] },
    ];
    const entries = raw.map((order, place) => toEntry(products.client, order, place));
    const written = await writeOrders(database, entries);
    const made = await products.get(source_id);
    expect(made.headers.get('ETag')).toBe('"1"');
    for (const { order } of written)
      expect(JSON.parse(order.items)[0]).toMatchObject({
        product_id: made.body.id,
        price: 5,
        product: { name: 'Mug', price: 5 },
      });
    expect(database.cost.roundTrips).toBe(2);
  });
});

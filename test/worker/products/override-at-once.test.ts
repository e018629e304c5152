import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../../worker/database.ts';
import { writeOrders } from '../../../worker/orders/write/write-orders.ts';
import { stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { clientId, makeProduct, makeSku, ProductCalls, productPath, toEntry } from './calls.ts';

const WRITERS = 100;

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

const override = true;
const many = <Result>(make: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: WRITERS }, (_, index) => make(index)));

describe(`${WRITERS} orders at once`, () => {
  it('that override one new product and SKU leave one of each, which all orders name', async () => {
    const [source_id, variant] = [uniqueId(), uniqueId()];
    const replies = await many((index) =>
      products.client.post({
        items: [
          {
            product: { source_id, name: 'Mug', metadata: { [`k${index}`]: index }, override },
            sku: { source_id: variant, sku: 'Large', override },
            price: 5,
          },
        ],
      }),
    );
    const product = (await products.get(source_id)).body;
    expect(Object.keys(product.metadata)).toHaveLength(WRITERS);
    expect(product.skus).toMatchObject({ total: 1, data: [{ source_id: variant, sku: 'Large' }] });
    for (const { body } of replies) {
      expect(body.items[0]).toMatchObject({
        product_id: product.id,
        product: { id: product.id, source_id },
        sku_id: product.skus.data[0]?.id,
      });
    }
    expect(await stored('SELECT count(*) FROM products WHERE source_id = ?', source_id)).toBe(1);
  });

  it('with one idempotency key override once', async () => {
    const headers = { 'Idempotency-Key': uniqueId() };
    const source_id = uniqueId();
    const body = { items: [{ product: { source_id, name: 'Mug', price: 5, override } }] };
    const replies = await many(() => products.client.post(body, headers));
    expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    const product = await products.get(source_id);
    expect(product.headers.get('ETag')).toBe('"1"');
    expect(replies[0]?.body.items[0]?.product_id).toBe(product.body.id);
  });
});

/** A database in which something else happens after the order's first round trip, as another request would do it. */
function interruptedDatabase(interrupt: () => Promise<unknown>): Database {
  const database = new Database(env.DB, null);
  const { batch } = database;
  database.batch = async (statements) => {
    database.batch = batch;
    const results = await database.batch(statements);
    await interrupt();
    return results;
  };
  return database;
}

async function writeInterrupted(items: unknown[], interrupt: () => Promise<unknown>) {
  return writeOrders(interruptedDatabase(interrupt), [toEntry(products.client, { items })]);
}

describe('an order whose catalogue changes while it is written', () => {
  const itemsOf = async (...args: Parameters<typeof writeInterrupted>) => {
    const [written] = await writeInterrupted(...args);
    return JSON.parse(written?.order.items ?? '[]');
  };

  it('takes the product that another request has just made', async () => {
    const source_id = uniqueId();
    const line = { product: { source_id, price: 5, override } };
    const [item] = await itemsOf([line], () => products.post({ source_id, name: 'Theirs' }));
    const product = (await products.get(source_id)).body;
    expect(product).toMatchObject({ name: 'Theirs', price: 5 });
    expect(item).toMatchObject({ product_id: product.id, product: { id: product.id, name: 'Theirs' } });
  });

  it('takes the product that has a source_id now, though another had it', async () => {
    const source_id = uniqueId();
    const first = (await products.post(makeProduct({ source_id }))).body;
    let second = '';
    const [item] = await itemsOf([{ product: { source_id, price: 5, override } }], async () => {
      await products.put(first.id, { source_id: uniqueId('moved') });
      second = (await products.post({ source_id })).body.id;
    });
    expect(item.product_id).toBe(second);
    expect((await products.get(first.id)).body.price).toBe(first.price);
  });

  it('does not take back what another request has just renamed', async () => {
    const { body } = await products.post(makeProduct());
    const moved = uniqueId('moved');
    const line = { product: { source_id: body.source_id, price: 5, override } };
    await itemsOf([line], () => products.put(body.id, { source_id: moved }));
    expect((await products.get(body.id)).body.source_id).toBe(moved);
  });

  it('leaves no SKU of a product that is gone', async () => {
    const product = (await products.post(makeProduct())).body;
    const source_id = uniqueId();
    const line = { product_id: product.id, sku: { source_id, sku: 'Large', override } };
    await writeInterrupted([line], () => products.delete(productPath(product.id))).catch(() => undefined);
    await products.gone(productPath(product.id));
    await products.gone(`/v1/skus/${source_id}`);
  });

  it('does not bring back half a SKU that was deleted with its product', async () => {
    const product = (await products.post(makeProduct())).body;
    const sku = (await products.postSku(product.id, makeSku())).body;
    const line = { sku_id: sku.id, sku: { price: 1, override } };
    await writeInterrupted([line], () => products.delete(productPath(product.id))).catch(() => undefined);
    await products.gone(`/v1/skus/${sku.id}`);
  });

  it('keeps the product under the id that the client made', async () => {
    const id = clientId('prod');
    const line = { product: { id, price: 5, override } };
    const [item] = await itemsOf([line], () => products.post({ id, name: 'Theirs' }));
    expect(item.product_id).toBe(id);
    expect((await products.get(id)).body).toMatchObject({ name: 'Theirs', price: 5 });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../shared/orders/orders.ts';
import type { Reply } from '../client.ts';
import { uniqueId } from '../factories.ts';
import { clientId, makeProduct, makeSku, ProductCalls, productPath } from './calls.ts';

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

const newProduct = async (fields = {}) => (await products.post(makeProduct(fields))).body;

/** Lines of every kind: filled whole, in part and not at all. */
async function makeLines(): Promise<Record<string, unknown>[]> {
  const product = await newProduct();
  const sku = (await products.postSku(product.id, makeSku())).body;
  const bare = (await products.post({ source_id: uniqueId() })).body;
  return [
    { product_id: product.id, quantity: 2 },
    { sku_id: sku.id, metadata: { b: 1, a: null } },
    { source_id: sku.source_id, related_object: 'sku', discount_amount: 5 },
    { source_id: product.source_id, product: { metadata: { z: 1 }, name: 'Mine' } },
    { sku: { sku: 'Mine', id: sku.id }, product: { price: 9 }, amount: 4 },
    { source_id: bare.source_id },
    { product_id: 'unknown' },
    { product_id: product.id, price: 7, product: { name: 'Whole' } },
  ];
}

const eventsOf = async (id: string): Promise<unknown[]> => {
  const { body } = await products.client.call<{ data: unknown[] }>('GET', `/v1/orders/${id}/activity`);
  return body.data;
};

async function expectUnchanged(first: Reply<Order>, again: Reply<Order>): Promise<void> {
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('ETag')).toBe('"1"');
  expect(again.cost.rowsWritten).toBe(0);
  expect(await eventsOf(first.body.id)).toHaveLength(1);
}

describe('an order with filled lines', () => {
  it('is unchanged when its own reply is sent back', async () => {
    const first = await products.client.post({ items: await makeLines() });
    await expectUnchanged(first, await products.client.put(first.body.id, first.body));
    await expectUnchanged(first, await products.client.post(first.body));
    await expectUnchanged(first, await products.client.put(first.body.id, { items: first.body.items }));
  });

  it('is unchanged when the same request is sent again', async () => {
    const sent = { source_id: uniqueId(), items: await makeLines() };
    const first = await products.client.post(sent);
    await expectUnchanged(first, await products.client.post(sent));
    await expectUnchanged(first, await products.client.put(sent.source_id, { items: sent.items }));
  });

  it('stays as it was when the catalogue changes, until its lines are sent again', async () => {
    const product = await newProduct({ name: 'Tea', price: 300 });
    const sent = { source_id: uniqueId(), items: [{ product_id: product.id }] };
    const first = await products.client.post(sent);
    await products.put(product.id, { name: 'Black tea', price: 500, source_id: uniqueId() });
    expect((await products.client.get(first.body.id)).body).toEqual(first.body);
    await expectUnchanged(first, await products.client.put(first.body.id, first.body));
    const paid = await products.client.put(first.body.id, { status: 'PAID' });
    expect(paid.body.items).toEqual(first.body.items);
    const again = await products.client.post(sent);
    expect(again.body.items[0]).toMatchObject({ price: 500, product: { name: 'Black tea' } });
    await products.delete(productPath(product.id));
    expect((await products.client.get(first.body.id)).body).toEqual(again.body);
  });

  it('keeps its customer, status and metadata where only its lines are sent', async () => {
    const product = await newProduct({ price: 300 });
    const customer = { source_id: uniqueId(), name: 'Ann' };
    const { body } = await products.client.post({ status: 'PAID', metadata: { a: 1 }, customer, amount: 5 });
    const put = await products.client.put(body.id, { items: [{ product_id: product.id, quantity: 2 }] });
    expect(put.body).toMatchObject({
      status: 'PAID',
      metadata: { a: 1 },
      customer: body.customer,
      amount: 600,
    });
    expect((await products.client.customer(customer.source_id)).summary.orders.total_amount).toBe(600);
  });

  it('is refused as any other, and stores nothing then', async () => {
    const product = await newProduct();
    const id = clientId('prod').replace('prod', 'ord');
    const items = [{ product_id: product.id }];
    const unknown = { body: { id, items, customer_id: 'cust_x' } };
    await products.client.refused(404, 'not_found', 'POST', '/v1/orders', unknown);
    const stale = { body: { id, items }, headers: { 'If-Match': '"1"' } };
    await products.client.refused(412, 'precondition_failed', 'POST', '/v1/orders', stale);
    await products.client.refused(404, 'not_found', 'PUT', `/v1/orders/${id}`, { body: { items } });
    await products.client.refused(404, 'not_found', 'GET', `/v1/orders/${id}`);
  });
});

describe('an idempotency key on an order with filled lines', () => {
  const once = () => ({ 'Idempotency-Key': uniqueId('once') });

  it('gets the stored reply whatever became of the catalogue', async () => {
    const headers = once();
    const product = await newProduct({ price: 300 });
    const sent = { items: [{ product_id: product.id, quantity: 2 }] };
    const first = await products.client.post(sent, headers);
    await products.put(product.id, { price: 500 });
    const again = await products.client.post(sent, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    const other = { body: { items: [{ product_id: product.id }] }, headers };
    await products.client.refused(422, 'idempotency_key_reused', 'POST', '/v1/orders', other);
  });

  it('gets it also where the order would be refused by now', async () => {
    const headers = once();
    const product = await newProduct({ price: 300 });
    const sent = { items: [{ product_id: product.id, quantity: 2 }] };
    const first = await products.client.post(sent, headers);
    await products.put(product.id, { price: Number.MAX_SAFE_INTEGER });
    const again = await products.client.post(sent, headers);
    expect(again.body).toEqual(first.body);
  });
});

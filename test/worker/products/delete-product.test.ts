import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { makeProduct, makeSku, ProductCalls, productPath, skuPath, skusPath } from './calls.ts';

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

const newProduct = async () => (await products.post(makeProduct())).body;
const deleted = async (path: string, headers: Record<string, string> = {}) => {
  const reply = await products.delete(path, headers);
  expect({ status: reply.status, body: reply.body }).toEqual({ status: 204, body: '' });
};

describe('DELETE of a product', () => {
  it.each(['', '?force=true', '?force=false'])('takes its SKUs along, and no others: "%s"', async (force) => {
    const [product, other] = [await newProduct(), await newProduct()];
    const skus = [await products.postSku(product.id, makeSku()), await products.postSku(product.id, {})];
    const kept = (await products.postSku(other.id, makeSku())).body;
    await deleted(productPath(product.id) + force);
    await products.gone(productPath(product.id));
    await products.gone(skusPath(product.id));
    for (const { body } of skus) await products.gone(`/v1/skus/${body.id}`);
    expect((await products.getSku(kept.id)).body).toEqual(kept);
    expect((await products.get(other.id)).body.skus.total).toBe(1);
  });

  it('goes by source_id as well, and is a 404 the second time', async () => {
    const product = await newProduct();
    const path = productPath(product.source_id ?? '');
    await deleted(path);
    const error = await products.client.refused(404, 'not_found', 'DELETE', path);
    expect(error).toMatchObject({ resource_type: 'product', resource_id: product.source_id });
    await products.client.refused(404, 'not_found', 'DELETE', productPath(product.id));
    const query = `${path}?force=yes`;
    const wrong = await products.client.refused(400, 'invalid_query_params', 'DELETE', query);
    expect(wrong.errors?.[0]?.path).toBe('force');
  });

  it('asks for the version, and deletes nothing where it is stale', async () => {
    const product = await newProduct();
    const sku = (await products.postSku(product.id, makeSku())).body;
    await products.put(product.id, { price: 1 });
    const stale = { headers: { 'If-Match': '"1"' } };
    const path = productPath(product.id);
    await products.client.refused(412, 'precondition_failed', 'DELETE', path, stale);
    expect((await products.get(product.id)).body.skus.data).toEqual([sku]);
    await deleted(path, { 'If-Match': '"2"' });
  });

  it('leaves its source_id to a new product, which has none of its SKUs', async () => {
    const sent = makeProduct();
    const first = (await products.post(sent)).body;
    const sku = makeSku();
    await products.postSku(first.id, sku);
    await deleted(productPath(first.id));
    const second = await products.post(sent);
    expect(second.body.id).not.toBe(first.id);
    expect(second.body.skus.total).toBe(0);
    expect(second.headers.get('ETag')).toBe('"1"');
    expect((await products.postSku(second.body.id, sku)).body.product_id).toBe(second.body.id);
    const third = await products.post({ id: first.id, name: 'Again' });
    expect(third.body).toMatchObject({ id: first.id, source_id: null, price: null, skus: { total: 0 } });
  });

  it('leaves no row behind, nor its place in the total', async () => {
    const product = await newProduct();
    await products.postSku(product.id, makeSku());
    const { total } = (await products.list('')).body;
    await deleted(productPath(product.id));
    expect((await products.list('')).body.total).toBe(total - 1);
    expect(await stored('SELECT count(*) FROM skus WHERE product_id = ?', product.id)).toBe(0);
  });

  it('keeps what orders say of it', async () => {
    const product = await newProduct();
    const { body } = await products.client.post({ items: [{ product_id: product.id, quantity: 2 }] });
    await deleted(productPath(product.id));
    expect((await products.client.get(body.id)).body).toEqual(body);
    const put = await products.client.put(body.id, body);
    expect(put.body).toEqual(body);
    expect(put.headers.get('ETag')).toBe('"1"');
  });
});

describe('DELETE of a SKU', () => {
  it('goes by id and source_id, with and without force, once', async () => {
    const product = await newProduct();
    const skus = await Promise.all(
      ['', '?force=true', '?force=false'].map(
        async (force) => [force, (await products.postSku(product.id, makeSku())).body] as const,
      ),
    );
    for (const [index, [force, sku]] of skus.entries()) {
      const named = index % 2 ? sku.id : (sku.source_id ?? '');
      await deleted(skuPath(product.id, named) + force);
      await products.client.refused(404, 'not_found', 'DELETE', skuPath(product.id, named));
      expect((await products.get(product.id)).body.skus.total).toBe(2 - index);
    }
  });

  it('asks for the version, and that the SKU is of the product', async () => {
    const [product, other] = [await newProduct(), await newProduct()];
    const sku = (await products.postSku(product.id, makeSku())).body;
    const stale = { headers: { 'If-Match': '"2"' } };
    const path = skuPath(product.id, sku.id);
    await products.client.refused(412, 'precondition_failed', 'DELETE', path, stale);
    for (const wrong of [skuPath(other.id, sku.id), skuPath('nowhere', sku.id), skuPath(product.id, 'x')])
      await products.client.refused(404, 'not_found', 'DELETE', wrong);
    expect((await products.getSku(sku.id)).body).toEqual(sku);
    await deleted(path, { 'If-Match': '"1"' });
  });
});

describe('who may do what in the catalogue', () => {
  const statuses: Record<string, { read: number; write: number }> = {
    staff: { read: 200, write: 403 },
    ingest: { read: 403, write: 200 },
    analyst: { read: 200, write: 403 },
  };

  it.each(['staff', 'ingest', 'analyst'] as const)('%s', async (role) => {
    const caller = await Client.create(role);
    const product = await newProduct();
    const sku = (await products.postSku(product.id, makeSku())).body;
    const status = async (method: string, path: string, body?: unknown) =>
      (await caller.call(method, path, { body })).status;
    const { read, write } = statuses[role] ?? {};
    for (const path of ['/v1/products', productPath(product.id), skusPath(product.id), `/v1/skus/${sku.id}`])
      expect(await status('GET', path)).toBe(read);
    expect(await status('POST', '/v1/products', { source_id: uniqueId() })).toBe(write);
    expect(await status('PUT', productPath(product.id), { price: 1 })).toBe(write);
    expect(await status('POST', skusPath(product.id), {})).toBe(write);
    expect(await status('PUT', skuPath(product.id, sku.id), { price: 1 })).toBe(write);
    expect(await status('DELETE', skuPath(product.id, sku.id))).toBe(write === 200 ? 204 : write);
    expect(await status('DELETE', productPath(product.id))).toBe(write === 200 ? 204 : write);
  });
});

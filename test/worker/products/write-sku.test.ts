import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import { clientId, makeProduct, makeSku, ProductCalls, skuPath, skusPath } from './calls.ts';

const MAX = Number.MAX_SAFE_INTEGER;

let products: ProductCalls;
let productId: string;
let otherId: string;
beforeAll(async () => {
  products = await ProductCalls.create();
  productId = (await products.post(makeProduct())).body.id;
  otherId = (await products.post(makeProduct())).body.id;
});

const refusedPost = (status: number, key: string, product: string, body: unknown) =>
  products.client.refused(status, key, 'POST', skusPath(product), { body });
const refusedPut = (status: number, key: string, id: string, body: unknown) =>
  products.client.refused(status, key, 'PUT', skuPath(productId, id), { body });

describe('POST /v1/products/{productId}/skus', () => {
  it('stores the SKU, which is answered by id, by source_id and in its product', async () => {
    const { body: product } = await products.post(makeProduct());
    const sent = makeSku();
    const { body, headers } = await products.postSku(product.source_id ?? '', sent);
    expect(body).toEqual({
      ...sent,
      id: body.id,
      object: 'sku',
      product_id: product.id,
      created_at: body.created_at,
      updated_at: null,
    });
    expect(body.id).toMatch(/^sku_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    expect(headers.get('ETag')).toBe('"1"');
    for (const id of [body.id, String(sent.source_id)]) {
      const got = await products.getSku(id);
      expect(got.body).toEqual(body);
      expect(got.headers.get('ETag')).toBe('"1"');
    }
    const list = { object: 'list', data_ref: 'data', data: [body], total: 1 };
    expect((await products.get(product.id)).body).toEqual({ ...product, skus: list });
  });

  it('fills an empty SKU with nothing', async () => {
    expect((await products.postSku(productId, {})).body).toMatchObject({
      source_id: null,
      sku: null,
      price: null,
      currency: null,
      attributes: {},
      image_url: null,
      metadata: {},
    });
  });

  it('updates the SKU of a known id or source_id, and makes one of an id that the client made', async () => {
    const sent = makeSku();
    const first = await products.postSku(productId, sent);
    const again = await products.postSku(productId, { source_id: sent.source_id, price: 0 });
    expect(again.body).toEqual({ ...first.body, price: 0, updated_at: again.body.updated_at });
    expect(again.headers.get('ETag')).toBe('"2"');
    const id = clientId('sku');
    expect((await products.postSku(productId, { id, sku: 'One' })).body).toMatchObject({ id, sku: 'One' });
    expect((await products.postSku(productId, { id, price: MAX })).body).toMatchObject({
      sku: 'One',
      price: MAX,
    });
    for (const malformed of ['sku_1', clientId('prod'), ''])
      await refusedPost(400, 'invalid_payload', productId, { id: malformed });
  });

  it('answers 404 for a product that is unknown, and stores nothing', async () => {
    const source_id = uniqueId();
    const error = await refusedPost(404, 'not_found', 'nowhere', { source_id });
    expect(error).toMatchObject({ resource_type: 'product', resource_id: 'nowhere' });
    await products.gone(`/v1/skus/${source_id}`);
  });

  it('refuses an id or source_id of another product, and one that two SKUs share', async () => {
    const foreign = (await products.postSku(otherId, makeSku())).body;
    const own = (await products.postSku(productId, makeSku())).body;
    for (const names of [
      { id: foreign.id },
      { source_id: foreign.source_id },
      { id: own.id, source_id: foreign.source_id },
      { id: clientId('sku'), source_id: own.source_id },
    ]) {
      const error = await refusedPost(409, 'duplicate_found', productId, { ...names, sku: 'Taken' });
      expect(error.resource_type).toBe('sku');
    }
    expect((await products.getSku(foreign.id)).body).toEqual(foreign);
    expect((await products.getSku(own.id)).body).toEqual(own);
  });
});

describe('PUT /v1/products/{productId}/skus/{skuId}', () => {
  it('changes what is given and keeps the rest, by id and by source_id', async () => {
    const { body } = await products.postSku(productId, makeSku());
    const named = await products.putSku(productId, body.id, { sku: 'New' });
    expect(named.body).toEqual({ ...body, sku: 'New', updated_at: named.body.updated_at });
    const product = (await products.get(productId)).body;
    const priced = await products.putSku(product.source_id ?? '', body.source_id ?? '', { price: 1 });
    expect(priced.body).toEqual({ ...named.body, price: 1, updated_at: priced.body.updated_at });
    expect((await products.getSku(body.id)).body).toEqual(priced.body);
  });

  it('clears what null is sent for, merges metadata, replaces attributes, and keeps a source_id', async () => {
    const { body } = await products.postSku(productId, makeSku());
    const cleared = await products.putSku(productId, body.id, {
      source_id: null,
      sku: null,
      price: null,
      currency: null,
      image_url: null,
      attributes: { size: 'L' },
      metadata: { shelf: null, row: 2 },
    });
    expect(cleared.body).toMatchObject({
      source_id: body.source_id,
      sku: null,
      price: null,
      currency: null,
      image_url: null,
      attributes: { size: 'L' },
      metadata: { shelf: null, fragile: null, row: 2 },
    });
    expect(cleared.body.attributes).toEqual({ size: 'L' });
    expect((await products.putSku(productId, body.id, { attributes: {} })).body.attributes).toEqual({});
  });

  it('renames, and refuses a source_id that another SKU has', async () => {
    const [a, b] = [await products.postSku(productId, makeSku()), await products.postSku(otherId, makeSku())];
    const renamed = uniqueId('renamed');
    const put = await products.putSku(productId, a.body.source_id ?? '', { source_id: renamed });
    expect(put.body).toMatchObject({ id: a.body.id, source_id: renamed });
    await products.gone(`/v1/skus/${a.body.source_id}`);
    await refusedPut(409, 'duplicate_found', a.body.id, { source_id: b.body.source_id, sku: 'X' });
    expect((await products.getSku(a.body.id)).body).toEqual(put.body);
  });

  it('answers 404 for a SKU that is unknown or of another product, and changes nothing', async () => {
    const foreign = (await products.postSku(otherId, makeSku())).body;
    for (const id of ['nowhere', foreign.id, foreign.source_id ?? '']) {
      const error = await refusedPut(404, 'not_found', id, { sku: 'X' });
      expect(error).toMatchObject({ resource_type: 'sku', resource_id: id });
    }
    expect((await products.getSku(foreign.id)).body).toEqual(foreign);
    await products.gone('/v1/skus/nowhere');
  });
});

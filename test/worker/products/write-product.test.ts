import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import { clientId, makeProduct, ProductCalls, productPath } from './calls.ts';

const MAX = Number.MAX_SAFE_INTEGER;

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

const refusedPost = (status: number, key: string, body: unknown) =>
  products.client.refused(status, key, 'POST', '/v1/products', { body });
const refusedPut = (status: number, key: string, id: string, body: unknown) =>
  products.client.refused(status, key, 'PUT', productPath(id), { body });

describe('what POST /v1/products stores', () => {
  it('is answered whole, and the same by id and by source_id', async () => {
    const sent = makeProduct();
    const { body, headers } = await products.post(sent);
    expect(body).toEqual({
      ...sent,
      id: body.id,
      object: 'product',
      created_at: body.created_at,
      updated_at: null,
      skus: { object: 'list', data_ref: 'data', data: [], total: 0 },
    });
    expect(body.id).toMatch(/^prod_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    expect(headers.get('ETag')).toBe('"1"');
    for (const id of [body.id, String(sent.source_id)]) {
      const got = await products.get(id);
      expect(got.body).toEqual(body);
      expect(got.headers.get('ETag')).toBe('"1"');
    }
  });

  it('is empty where nothing is given', async () => {
    const { body } = await products.post({});
    expect(body).toMatchObject({
      source_id: null,
      name: null,
      price: null,
      attributes: [],
      image_url: null,
      metadata: {},
    });
  });

  it('keeps a price of 0 apart from none, and the largest exactly', async () => {
    const { body } = await products.post({ price: 0 });
    expect(body.price).toBe(0);
    expect((await products.put(body.id, { price: MAX })).body.price).toBe(MAX);
    expect((await products.get(body.id)).body.price).toBe(MAX);
    expect((await products.put(body.id, { price: 0 })).body.price).toBe(0);
    expect((await products.put(body.id, { price: null })).body.price).toBeNull();
  });

  it('keeps text as it is: quotes, emoji, right-to-left, NUL and names of prototypes', async () => {
    const sent = {
      source_id: uniqueId(`"';--é/?#%`),
      name: `\u05d0 "q" 'x' \u{1f600} ä \\ \u0000 end`,
      attributes: ['a"b', '', '$', '__proto__'].filter(Boolean),
      metadata: JSON.parse('{"a\\"b.c":"\\u0000 \\ud83d\\ude00","$":[],"__proto__":{"y":null},"n":1.5}'),
    };
    const { body } = await products.post(sent);
    expect(body).toMatchObject(sent);
    expect((await products.get(sent.source_id)).body).toEqual(body);
  });
});

describe('which product POST /v1/products means', () => {
  it('is the one of a known source_id, of which it changes what is given', async () => {
    const sent = makeProduct();
    const first = await products.post(sent);
    const again = await products.post({ source_id: sent.source_id, price: 5 });
    expect(again.body).toEqual({ ...first.body, price: 5, updated_at: again.body.updated_at });
    expect(again.headers.get('ETag')).toBe('"2"');
    expect(again.body.updated_at).not.toBeNull();
  });

  it('is the one of a known id, else a new one of the id that the client made', async () => {
    const id = clientId('prod');
    const source_id = uniqueId();
    expect((await products.post({ id, name: 'Mug' })).body).toMatchObject({ id, source_id: null });
    const { body } = await products.post({ id, source_id });
    expect(body).toMatchObject({ id, name: 'Mug', source_id });
    expect((await products.post({ id, source_id })).headers.get('ETag')).toBe('"2"');
  });

  it('is never one of a malformed id', async () => {
    for (const id of ['prod_1', 'prod_01HZ.ZZZZZZZZZZZZZZZZZZZZZZ', clientId('sku'), 'mug', '']) {
      const error = await refusedPost(400, 'invalid_payload', { id, name: 'Mug' });
      expect(error.errors?.[0]?.path).toBe('id');
    }
  });

  it('is neither of two that an id and a source_id name', async () => {
    const [a, b] = [(await products.post(makeProduct())).body, (await products.post(makeProduct())).body];
    for (const id of [a.id, clientId('prod')]) {
      const error = await refusedPost(409, 'duplicate_found', { id, source_id: b.source_id, name: 'X' });
      expect(error).toMatchObject({ resource_type: 'product', resource_id: b.source_id });
    }
    expect((await products.get(a.id)).body).toEqual(a);
    expect((await products.get(b.id)).body).toEqual(b);
  });
});

describe('PUT /v1/products/{productId}', () => {
  it('changes what is given and keeps the rest, by id and by source_id', async () => {
    const { body } = await products.post(makeProduct());
    const named = await products.put(body.id, { name: 'Black tea' });
    expect(named.body).toEqual({ ...body, name: 'Black tea', updated_at: named.body.updated_at });
    const priced = await products.put(body.source_id ?? '', { price: 1 });
    expect(priced.body).toEqual({ ...named.body, price: 1, updated_at: priced.body.updated_at });
    expect((await products.get(body.id)).body).toEqual(priced.body);
  });

  it('clears what null is sent for, but keeps a source_id', async () => {
    const { body } = await products.post(makeProduct());
    const nothing = { source_id: null, name: null, price: null, image_url: null };
    const cleared = await products.put(body.id, nothing);
    expect(cleared.body).toMatchObject({ ...nothing, source_id: body.source_id });
    expect(cleared.body).toMatchObject({ attributes: body.attributes, metadata: body.metadata });
  });

  it('merges metadata by top-level key, keeps null values, and replaces attributes whole', async () => {
    const { body } = await products.post(
      makeProduct({ metadata: { a: 1, nested: { x: 1, y: 2 }, 'q"u.o': 'old' } }),
    );
    const metadata = { a: null, nested: { z: 3 }, 'q"u.o': 'new', b: 0.1 };
    const changed = await products.put(body.id, { metadata, attributes: ['size'] });
    expect(changed.body).toMatchObject({ metadata, attributes: ['size'] });
    const emptied = await products.put(body.id, { metadata: {}, attributes: [] });
    expect(emptied.body).toMatchObject({ metadata, attributes: [] });
  });

  it('renames: only the new source_id names the product then, and the old one is free', async () => {
    const { body } = await products.post(makeProduct());
    const renamed = uniqueId('renamed');
    expect((await products.put(body.source_id ?? '', { source_id: renamed })).body.id).toBe(body.id);
    expect((await products.get(renamed)).body.id).toBe(body.id);
    await products.gone(productPath(body.source_id ?? ''));
    expect((await products.post({ source_id: body.source_id })).body.id).not.toBe(body.id);
  });

  it('refuses a source_id that another product has, and a product that is unknown', async () => {
    const [a, b] = [(await products.post(makeProduct())).body, (await products.post(makeProduct())).body];
    await refusedPut(409, 'duplicate_found', a.id, { source_id: b.source_id, name: 'X' });
    expect((await products.get(a.id)).body).toEqual(a);
    const error = await refusedPut(404, 'not_found', 'nowhere', { name: 'X', source_id: uniqueId() });
    expect(error).toMatchObject({ resource_type: 'product', resource_id: 'nowhere' });
    await products.gone(productPath('nowhere'));
  });

  it('prefers an id over a source_id of the same text', async () => {
    const first = (await products.post(makeProduct())).body;
    const impostor = (await products.post({ source_id: first.id, name: 'Impostor' })).body;
    expect((await products.get(first.id)).body.id).toBe(first.id);
    expect((await products.put(first.id, { price: 7 })).body.id).toBe(first.id);
    expect((await products.get(impostor.id)).body.price).toBeNull();
  });
});

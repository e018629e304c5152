import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { productById } from '../../../worker/products/store.ts';
import { counting, run } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { makeProduct, makeSku, ProductCalls, productPath, skusPath } from './calls.ts';

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

const refused = (status: number, key: string, path: string, body: unknown) =>
  products.client.refused(status, key, 'POST', path, { body });
const newProduct = async (): Promise<string> => (await products.post(makeProduct())).body.id;

describe('a product or SKU', () => {
  it('names every field that is wrong at once', async () => {
    const product = { name: 5, price: -1, attributes: ['a', ''], image_url: {}, metadata: [] };
    const error = await refused(400, 'invalid_payload', '/v1/products', product);
    expect(error.errors?.map(({ path }) => path)).toEqual([
      'name',
      'price',
      'attributes[1]',
      'image_url',
      'metadata',
    ]);
    const sku = { sku: 5, price: 1.5, currency: 'euro', attributes: [], metadata: 'x' };
    const ofSku = await refused(400, 'invalid_payload', skusPath(await newProduct()), sku);
    expect(ofSku.errors?.map(({ path }) => path)).toEqual([
      'sku',
      'price',
      'currency',
      'attributes',
      'metadata',
    ]);
  });

  it('takes whole prices from 0 to 2^53 - 1 only', async () => {
    const paths = ['/v1/products', skusPath(await newProduct())];
    for (const path of paths) {
      for (const price of ['-1', '0.5', '9007199254740992', '1e400', '"5"', 'true']) {
        const error = await refused(400, 'invalid_payload', path, `{"price":${price}}`);
        expect(error.errors?.[0]?.path).toBe('price');
      }
    }
  });

  it('takes texts up to their length and no longer', async () => {
    const tail = uniqueId();
    const longest = { source_id: tail + 'x'.repeat(255 - tail.length), name: 'n'.repeat(1024) };
    const { body } = await products.post(longest);
    expect((await products.get(longest.source_id)).body).toMatchObject(longest);
    for (const wrong of [
      { source_id: `${longest.source_id}x` },
      { source_id: '' },
      { name: 'n'.repeat(1025) },
    ])
      await refused(400, 'invalid_payload', '/v1/products', wrong);
    const sku = { source_id: longest.source_id, sku: 's'.repeat(1024) };
    expect((await products.postSku(body.id, sku)).body).toMatchObject(sku);
    await refused(400, 'invalid_payload', skusPath(body.id), { sku: `${sku.sku}s` });
  });

  it('has at most 500 keys of metadata, also where writes add up to more', async () => {
    const keys = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, 1]));
    const { body } = await products.post({ metadata: keys(0, 500) });
    await refused(400, 'invalid_payload', '/v1/products', { metadata: keys(0, 501) });
    const more = { id: body.id, name: 'Not stored', metadata: { another: 1 } };
    const error = await refused(400, 'invalid_payload', '/v1/products', more);
    expect(error.errors?.[0]?.path).toBe('metadata');
    expect((await products.get(body.id)).body.name).toBeNull();
    const sku = (await products.postSku(body.id, { metadata: keys(0, 500) })).body;
    await refused(400, 'invalid_payload', skusPath(body.id), { id: sku.id, metadata: { another: 1 } });
  });

  it.each([
    ['nested 1,500 levels deep', `${'{"a":'.repeat(1500)}1${'}'.repeat(1500)}`],
    ['a number beyond a double', '{"a":1e400}'],
    ['a NUL in a key', '{"a\\u0000b":1}'],
  ])('refuses attributes of a SKU that would not come back the same: %s', async (_, attributes) => {
    const path = skusPath(await newProduct());
    await refused(400, 'invalid_payload', path, `{"attributes":${attributes}}`);
  });

  it('is refused where it would outgrow a row, and stays as it was', async () => {
    const chunk = 'x'.repeat(900_000);
    const { body } = await products.post({ metadata: { a: chunk } });
    await products.put(body.id, { metadata: { b: chunk } });
    const tooLarge = { body: { metadata: { c: chunk } } };
    await products.client.refused(413, 'payload_too_large', 'PUT', productPath(body.id), tooLarge);
    expect(Object.keys((await products.get(body.id)).body.metadata)).toEqual(['a', 'b']);
  });
});

describe('the SKUs in a product', () => {
  it('are its first 100, with the number of all', async () => {
    const id = await newProduct();
    const first = (await products.postSku(id, makeSku())).body;
    await run(`${counting(1, 249)} INSERT INTO skus (id, product_id, sku, created_at)
      SELECT 'sku_many' || i, '${id}', 'S' || i, i FROM n`);
    const { skus } = (await products.get(id)).body;
    expect(skus.total).toBe(250);
    expect(skus.data).toHaveLength(100);
    expect(skus.data[0]).toEqual(first);
    expect(skus.data.slice(1).map(({ sku }) => sku)).toEqual(
      Array.from({ length: 99 }, (_, index) => `S${index + 1}`),
    );
    const sent = { 'Idempotency-Key': uniqueId() };
    const put = await products.put(id, { name: 'Many' }, sent);
    expect(put.body.skus).toEqual(skus);
    expect((await products.put(id, { name: 'Many' }, sent)).body).toEqual(put.body);
    expect((await products.list('limit=1')).body.products[0]?.skus).toEqual(skus);
  });

  const once = { 'Idempotency-Key': uniqueId() };
  const source_id = uniqueId('large');

  /** A product with more JSON in its SKUs than fits in one value of D1. */
  async function makeLarge(): Promise<string> {
    const { body } = await products.post({ source_id });
    for (const sku of ['a', 'b', 'c'])
      await products.postSku(body.id, { source_id: source_id + sku, metadata: { a: 'x'.repeat(900_000) } });
    return body.id;
  }

  it.each<[what: string, call: (id: string) => Promise<unknown>]>([
    ['read', (id) => products.get(id)],
    ['listed', () => products.list('limit=1')],
    ['found', () => products.list(`q=${source_id}`)],
    ['changed', (id) => products.put(id, { name: 'Large' })],
    ['changed once', (id) => products.put(id, { price: 1 }, once)],
    ['replayed', (id) => products.put(id, { price: 1 }, once)],
  ])('never keep it from being %s, however large they are', async (_, call) => {
    await call(await makeLarge());
  });

  it('are read in values of up to 2,000,000 bytes, as D1 takes no larger ones', async () => {
    const { text, values } = productById({ id: await makeLarge() });
    const row = await env.DB.prepare(text)
      .bind(...values)
      .first();
    for (const value of Object.values(row ?? {})) expect(String(value).length).toBeLessThanOrEqual(2_000_000);
  });
});

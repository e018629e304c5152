import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { clientId, makeProduct, makeSku, ProductCalls, productPath } from './calls.ts';

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

const refused = (status: number, key: string, body: unknown, headers: Record<string, string> = {}) =>
  products.client.refused(status, key, 'POST', '/v1/orders', { body, headers });
const newProduct = async () => (await products.post(makeProduct())).body;
const counts = () =>
  stored<string>(`json_array((SELECT count(*) FROM products), (SELECT sum(version) FROM products),
    (SELECT count(*) FROM skus), (SELECT sum(version) FROM skus), (SELECT count(*) FROM orders))`);
const override = true;

describe('an override that cannot be written', () => {
  const cases: Record<string, { line: () => Promise<Record<string, unknown>>; path: string }> = {
    'a product without id and source_id': {
      line: async () => ({ product: { name: 'Mug', override } }),
      path: 'product.override',
    },
    'a product whose line names a SKU by source_id': {
      line: async () => ({
        source_id: uniqueId(),
        related_object: 'sku',
        product: { name: 'Mug', override },
      }),
      path: 'product.override',
    },
    'a SKU without id and source_id': {
      line: async () => ({ product_id: (await newProduct()).id, sku: { sku: 'L', override } }),
      path: 'sku.override',
    },
    'a new SKU without a product': {
      line: async () => ({ sku: { source_id: uniqueId(), sku: 'L', override } }),
      path: 'sku.override',
    },
    'a new SKU of a product that nobody knows': {
      line: async () => ({ product_id: clientId('prod'), sku: { source_id: uniqueId(), override } }),
      path: 'sku.override',
    },
    'a product by an id that could not be made': {
      line: async () => ({ product: { id: 'mug', override } }),
      path: 'product.id',
    },
    'a SKU by an id that could not be made': {
      line: async () => ({ product_id: (await newProduct()).id, sku: { id: clientId('prod'), override } }),
      path: 'sku.id',
    },
  };

  it.each(Object.entries(cases))('is refused: %s', async (_, { line, path }) => {
    const bad = await line();
    const fine = { product: { source_id: uniqueId(), override } };
    const before = await counts();
    const error = await refused(400, 'invalid_payload', { items: [fine, bad] });
    expect(error.errors?.map((one) => one.path)).toEqual([`items[1].${path}`]);
    expect(await counts()).toBe(before);
  });

  it.each([
    ['product', 'a known id'],
    ['product', 'a new id'],
    ['sku', 'a known id'],
    ['sku', 'a new id'],
  ] as const)('is a 409 beside the source_id of another %s: %s', async (kind, which) => {
    const [a, b] = [await newProduct(), await newProduct()];
    const skus = [await products.postSku(a.id, makeSku()), await products.postSku(a.id, makeSku())];
    const [first, second] = kind === 'product' ? [a, b] : skus.map(({ body }) => body);
    const id = which === 'a known id' ? first?.id : clientId(kind === 'product' ? 'prod' : 'sku');
    const before = await counts();
    const inline = { source_id: second?.source_id, price: 1, override };
    const items = [{ product_id: a.id, [`${kind}_id`]: id, [kind]: inline }];
    await refused(409, 'duplicate_found', { items });
    expect(await counts()).toBe(before);
  });

  it('is refused for too much metadata, and for a price that is none', async () => {
    const product = await newProduct();
    const metadata = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`k${index}`, 1]));
    const line = { product_id: product.id, product: { metadata, override } };
    await refused(400, 'invalid_payload', { items: [line] });
    for (const price of [-1, 0.5, '5'])
      await refused(400, 'invalid_payload', { items: [{ product: { source_id: 'x', price, override } }] });
    expect((await products.get(product.id)).body).toEqual(product);
  });
});

describe('an order that is refused', () => {
  it('writes nothing to the catalogue', async () => {
    const source_id = uniqueId();
    const product = await newProduct();
    const items = [
      { product: { source_id, name: 'Mug', override }, sku: { source_id, sku: 'L', override } },
      { product_id: product.id, product: { name: 'Changed', override } },
    ];
    const before = await counts();
    await refused(404, 'not_found', { items, customer_id: 'cust_x' });
    await refused(412, 'precondition_failed', { items }, { 'If-Match': '"1"' });
    await refused(400, 'invalid_payload', { items, amount: -1 });
    const put = { body: { items } };
    await products.client.refused(404, 'not_found', 'PUT', '/v1/orders/nowhere', put);
    const max = { price: Number.MAX_SAFE_INTEGER, quantity: 2 };
    await refused(400, 'invalid_payload', { items: [...items, max] });
    expect(await counts()).toBe(before);
    await products.gone(productPath(source_id));
    expect((await products.get(product.id)).body).toEqual(product);
  });
});

describe('the scope products:write', () => {
  const line = (kind: 'product' | 'sku') => ({
    product_id: clientId('prod'),
    [kind]: { source_id: uniqueId(), override },
  });

  it.each(['product', 'sku'] as const)('is needed to override a %s', async (kind) => {
    const staff = await Client.create('staff');
    const order = (await products.client.post({})).body;
    const before = await counts();
    const options = { body: { items: [{ price: 1 }, line(kind)] } };
    for (const [method, path] of [
      ['POST', '/v1/orders'],
      ['PUT', `/v1/orders/${order.id}`],
    ] as const) {
      const error = await staff.refused(403, 'missing_scope', method, path, options);
      expect(error.details).toContain('products:write');
    }
    expect(await counts()).toBe(before);
  });

  it('is not needed to name products, nor with override: false', async () => {
    const staff = await Client.create('staff');
    const product = await newProduct();
    const lines = [{ product_id: product.id }, { product_id: product.id, product: { override: false } }];
    const { body } = await staff.post({ items: lines });
    expect(body.items.map(({ price }) => price)).toEqual([product.price, product.price]);
    expect((await products.get(product.id)).headers.get('ETag')).toBe('"1"');
  });

  it('is what a storefront has, though it may not read products', async () => {
    const shop = await Client.create('ingest');
    const source_id = uniqueId();
    const reply = await shop.call('POST', '/v1/orders', {
      body: { items: [{ product: { source_id, name: 'Mug', override } }] },
    });
    expect(reply.status).toBe(200);
    expect((await products.get(source_id)).body.name).toBe('Mug');
  });
});

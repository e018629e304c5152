import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import { clientId, makeProduct, makeSku, ProductCalls } from './calls.ts';

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

const post = (...items: unknown[]) => products.client.post({ items });
const newProduct = async () => (await products.post(makeProduct())).body;
const override = true;

describe('override on an inline product', () => {
  it('makes a product that the catalogue does not have, and the line carries its id', async () => {
    const source_id = uniqueId();
    const inline = { source_id, name: 'Mug', price: 900, metadata: { a: null } };
    const { body } = await post({ product: { ...inline, override }, quantity: 2 });
    const made = (await products.get(source_id)).body;
    expect(made).toMatchObject({ ...inline, attributes: [], image_url: null, updated_at: null });
    expect(body.items[0]).toEqual({
      object: 'order_item',
      product_id: made.id,
      product: { ...inline, id: made.id },
      quantity: 2,
      price: 900,
      amount: 1800,
      subtotal_amount: 1800,
    });
  });

  it.each<[way: string, line: (names: { id: string; source_id: string }) => Record<string, unknown>]>([
    ['its inline id', ({ id }) => ({ product: { id, name: 'Mug', override } })],
    ['product_id', ({ id }) => ({ product_id: id, product: { name: 'Mug', override } })],
    ['source_id', ({ source_id }) => ({ source_id, product: { name: 'Mug', override } })],
    [
      'source_id and related_object',
      ({ source_id }) => ({ source_id, related_object: 'product', product: { name: 'Mug', override } }),
    ],
    [
      'an id and a source_id',
      ({ id, source_id }) => ({ product_id: id, product: { source_id, name: 'Mug', override } }),
    ],
  ])('makes one by %s, and updates it by the same', async (_, line) => {
    const names = { id: clientId('prod'), source_id: uniqueId() };
    const { body } = await post(line(names));
    const id = body.items[0]?.product_id ?? '';
    expect((await products.get(id)).body).toMatchObject({ name: 'Mug', price: null });
    const sent = line(names);
    await post({ ...sent, product: { ...(sent.product as object), name: 'Cup', price: 5 } });
    expect((await products.get(id)).body).toMatchObject({ name: 'Cup', price: 5 });
  });

  it('changes only what is given of one that is there', async () => {
    const before = await newProduct();
    const { body } = await post({
      product_id: before.id,
      product: { price: 1, metadata: { b: 2 }, override },
    });
    const after = await products.get(before.id);
    expect(after.body).toEqual({
      ...before,
      price: 1,
      metadata: { ...before.metadata, b: 2 },
      updated_at: after.body.updated_at,
    });
    expect(after.headers.get('ETag')).toBe('"2"');
    expect(body.items[0]).toMatchObject({
      price: 1,
      product: { id: before.id, source_id: before.source_id, name: before.name, price: 1 },
    });
    expect(body.items[0]?.product?.metadata).toEqual({ b: 2 });
  });

  it('writes the price of the product, not that of the line, and the line keeps its own', async () => {
    const before = await newProduct();
    const { body } = await post({ product_id: before.id, price: 7, product: { name: 'Mug', override } });
    expect((await products.get(before.id)).body).toMatchObject({ name: 'Mug', price: before.price });
    expect(body.items[0]).toMatchObject({ price: 7, amount: 7, product: { price: before.price } });
  });

  it('costs no row of the catalogue where nothing differs', async () => {
    const product = await newProduct();
    const sku = (await products.postSku(product.id, makeSku())).body;
    const inline = { source_id: product.source_id, name: product.name, price: product.price };
    const line = {
      product: { ...inline, metadata: product.metadata },
      sku: { id: sku.id, sku: sku.sku, price: sku.price, metadata: { shelf: 4 } },
    };
    const plain = await post(line);
    const written = await post({
      product: { ...line.product, override },
      sku: { ...line.sku, override },
    });
    expect(written.cost.rowsWritten).toBe(plain.cost.rowsWritten);
    expect(written.cost.roundTrips).toBe(2);
    expect((await products.get(product.id)).headers.get('ETag')).toBe('"1"');
    expect((await products.getSku(sku.id)).headers.get('ETag')).toBe('"1"');
  });

  it('is not kept in the line, so that sending the order back writes nothing', async () => {
    const product = await newProduct();
    const sku = (await products.postSku(product.id, makeSku())).body;
    const sent = {
      product: { id: product.id, name: 'A', price: 1, override },
      sku: { id: sku.id, sku: 'B', price: 2, override },
    };
    const { body } = await post(sent, { price: 1, product: { name: 'x', override: false } });
    expect(JSON.stringify(body)).not.toContain('override');
    await products.put(product.id, { name: 'Changed since', price: 5 });
    expect((await products.client.put(body.id, body)).body).toEqual(body);
    expect((await products.get(product.id)).body).toMatchObject({ name: 'Changed since', price: 5 });
  });

  it('takes what two lines give of one product together, the later one last', async () => {
    const source_id = uniqueId();
    const { body } = await post(
      { product: { source_id, name: 'Mug', metadata: { a: 1, b: 1 }, override } },
      { source_id, product: { price: 5, metadata: { b: 2 }, override } },
      { source_id, quantity: 3 },
    );
    const made = (await products.get(source_id)).body;
    expect(made).toMatchObject({ name: 'Mug', price: 5, metadata: { a: 1, b: 2 } });
    expect(body.items.map(({ product_id }) => product_id)).toEqual([made.id, made.id, made.id]);
    expect(body.items.map(({ amount }) => amount)).toEqual([5, 5, 15]);
  });
});

describe('override on an inline SKU', () => {
  it('makes and updates the SKU of a product that is named beside it', async () => {
    const product = await newProduct();
    const source_id = uniqueId();
    const inline = { source_id, sku: 'Large', price: 5, metadata: { a: 1 } };
    const { body } = await post({ product_id: product.id, sku: { ...inline, override } });
    const made = (await products.getSku(source_id)).body;
    expect(made).toMatchObject({ ...inline, product_id: product.id, currency: null, attributes: {} });
    expect(body.items[0]).toMatchObject({
      sku_id: made.id,
      product_id: product.id,
      price: 5,
      sku: { ...inline, id: made.id },
      product: { name: product.name, price: product.price },
    });
    await post({ sku_id: made.id, sku: { price: 0, override } });
    expect((await products.getSku(made.id)).body).toMatchObject({ sku: 'Large', price: 0 });
  });

  it('makes it together with its product, also by ids that the client made', async () => {
    const ids = { product: clientId('prod'), sku: clientId('sku') };
    const { body } = await post(
      {
        product: { source_id: uniqueId(), name: 'Mug', override },
        sku: { source_id: uniqueId(), sku: 'Large', override },
      },
      {
        product_id: ids.product,
        product: { name: 'Cup', override },
        sku: { id: ids.sku, sku: 'Small', override },
      },
    );
    for (const item of body.items) {
      const sku = (await products.getSku(item.sku_id ?? '')).body;
      expect(sku).toMatchObject({ product_id: item.product_id, sku: item.sku?.sku });
      expect((await products.get(sku.product_id)).body.name).toBe(item.product?.name);
    }
    expect(body.items[1]).toMatchObject({ product_id: ids.product, sku_id: ids.sku });
  });

  it('by the source_id of its line', async () => {
    const product = await newProduct();
    const source_id = uniqueId();
    const line = {
      source_id,
      related_object: 'sku',
      product_id: product.id,
      sku: { sku: 'Large', override },
    };
    const { body } = await post(line);
    const made = (await products.getSku(source_id)).body;
    expect(body.items[0]?.sku_id).toBe(made.id);
    expect(made.product_id).toBe(product.id);
  });
});

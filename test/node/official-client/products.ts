import { describe, expect, test } from 'vitest';
import { notFound, official } from './official.ts';

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);

const makeProduct = (source_id: string) => ({
  source_id,
  name: 'Green tea',
  price: 390,
  attributes: ['weight'],
  image_url: 'https://shop.example/tea.png',
  metadata: { origin: 'Uji', harvest: { year: 2025 } },
});

const makeSku = (source_id: string) => ({
  source_id,
  sku: 'Green tea, 100 g',
  price: 450,
  currency: 'EUR',
  attributes: { weight: '100 g' },
  image_url: 'https://shop.example/tea-100.png',
  metadata: { shelf: 4 },
});

describe('products', () => {
  test('are created, and got by id and by source_id', async () => {
    const sent = makeProduct('tea/é 1?&#%');
    const product = await official.client.products.create(sent);
    expect(product).toMatchObject({
      ...sent,
      id: expect.stringMatching(/^prod_/),
      object: 'product',
      created_at: time,
    });
    const read = await official.client.products.get(product.id);
    expect(read).toMatchObject({ ...product, skus: { object: 'list', total: 0, data: [] } });
    expect(await official.client.products.get(sent.source_id)).toEqual(read);
    const again = await official.client.products.create({ source_id: sent.source_id, price: 400 });
    expect(again).toMatchObject({ ...sent, id: product.id, price: 400 });
  });

  test('are updated by id and by source_id, and by what get returned not at all', async () => {
    const product = await official.client.products.create(makeProduct('update'));
    const byId = await official.client.products.update({ id: product.id, price: 5 });
    expect(byId).toMatchObject({ ...product, price: 5, updated_at: time });
    const bySource = await official.client.products.update({
      source_id: 'update',
      metadata: { origin: null },
    });
    expect(bySource).toMatchObject({ price: 5, metadata: { origin: null, harvest: { year: 2025 } } });
    await official.client.products.createSku('update', makeSku('update-100'));
    const read = await official.client.products.get('update');
    expect(await official.client.products.update(read)).toEqual(read);
    expect(await official.client.products.get('update')).toEqual(read);
  });

  test('are listed newest first, with their SKUs and the number of all', async () => {
    const { total } = await official.client.products.list({});
    const older = await official.client.products.create(makeProduct('older'));
    const newer = await official.client.products.create(makeProduct('newer'));
    const sku = await official.client.products.createSku('older', makeSku('older-100'));
    const list = await official.client.products.list({ limit: 2 });
    expect(list).toMatchObject({ object: 'list', data_ref: 'products', total: total + 2 });
    expect(list.products).toMatchObject([newer, { id: older.id, skus: { total: 1, data: [sku] } }]);
    expect((await official.client.products.list({ limit: 1, page: 2 })).products[0]?.id).toBe(older.id);
  });

  test('are deleted with their SKUs, with force and without', async () => {
    for (const params of [undefined, { force: true }, { force: false }]) {
      const { id } = await official.client.products.create(makeProduct('delete'));
      const sku = await official.client.products.createSku('delete', makeSku('delete-100'));
      await official.client.products.delete(id, params);
      await expect(official.client.products.get(id)).rejects.toMatchObject(notFound('product', id));
      await expect(official.client.products.getSku(sku.id)).rejects.toMatchObject(notFound('sku', sku.id));
      await expect(official.client.products.delete(id, params)).rejects.toMatchObject(
        notFound('product', id),
      );
    }
  });

  test('that are invalid are a VoucherifyError that names each field', async () => {
    const product: object = { name: 5, price: -1, attributes: 'x' };
    const error: unknown = await official.client.products.create(product).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 400, key: 'invalid_payload', message: 'Invalid payload' });
    for (const field of ['name', 'price', 'attributes']) {
      expect(error).toMatchObject({ details: expect.stringContaining(`${field}: `) });
    }
  });
});

describe('SKUs', () => {
  test('are created in a product, and got by id and by source_id', async () => {
    const product = await official.client.products.create(makeProduct('with-skus'));
    const sent = makeSku('sku/é 1?&#%');
    const sku = await official.client.products.createSku('with-skus', sent);
    expect(sku).toMatchObject({
      ...sent,
      id: expect.stringMatching(/^sku_/),
      object: 'sku',
      product_id: product.id,
      created_at: time,
    });
    expect(await official.client.products.getSku(sku.id)).toEqual(sku);
    expect(await official.client.products.getSku(sent.source_id)).toEqual(sku);
    await expect(official.client.products.createSku('nothing', sent)).rejects.toMatchObject(
      notFound('product', 'nothing'),
    );
  });

  test('are updated by id and by source_id, and by what getSku returned not at all', async () => {
    await official.client.products.create(makeProduct('update-skus'));
    const sku = await official.client.products.createSku('update-skus', makeSku('update-sku'));
    const byId = await official.client.products.updateSku('update-skus', {
      id: sku.id,
      sku: '200 g',
      price: 800,
    });
    expect(byId).toEqual({ ...sku, sku: '200 g', price: 800, updated_at: time });
    const bySource = { source_id: 'update-sku', sku: '250 g', metadata: { fragile: true } };
    const changed = await official.client.products.updateSku('update-skus', bySource);
    expect(changed).toMatchObject({ sku: '250 g', price: 800, metadata: { shelf: 4, fragile: true } });
    const sendBack = { ...changed, sku: changed.sku ?? '' };
    expect(await official.client.products.updateSku('update-skus', sendBack)).toEqual(changed);
  });

  test('are listed, and deleted with force and without', async () => {
    await official.client.products.create(makeProduct('list-skus'));
    const skus = [];
    for (const name of ['a', 'b', 'c']) {
      skus.push(await official.client.products.createSku('list-skus', makeSku(`list-sku-${name}`)));
    }
    expect(await official.client.products.listSkus('list-skus')).toMatchObject({
      object: 'list',
      total: 3,
      skus: skus.toReversed(),
    });
    await official.client.products.deleteSku('list-skus', 'list-sku-a');
    await official.client.products.deleteSku('list-skus', skus[1]?.id ?? '', { force: true });
    expect(await official.client.products.listSkus('list-skus')).toMatchObject({ total: 1, skus: [skus[2]] });
    await expect(official.client.products.getSku('list-sku-a')).rejects.toMatchObject(
      notFound('sku', 'list-sku-a'),
    );
    await expect(official.client.products.deleteSku('list-skus', 'list-sku-a')).rejects.toMatchObject(
      notFound('sku', 'list-sku-a'),
    );
    await expect(official.client.products.listSkus('nothing')).rejects.toMatchObject(
      notFound('product', 'nothing'),
    );
  });
});

describe('orders with lines of the catalogue', () => {
  test('have the price and name that the catalogue knows', async () => {
    const product = await official.client.products.create(makeProduct('bag'));
    const sku = await official.client.products.createSku('bag', makeSku('bag-red'));
    const order = await official.client.orders.create({
      items: [
        { product_id: product.id, quantity: 2 },
        { source_id: 'bag-red', related_object: 'sku', quantity: 1 },
        { sku_id: sku.id, price: 100 },
      ],
    });
    expect(order).toMatchObject({
      amount: 2 * 390 + 450 + 100,
      items: [
        { product_id: product.id, price: 390, amount: 780, product: { id: product.id, name: 'Green tea' } },
        { product_id: product.id, sku_id: sku.id, price: 450, sku: { sku: 'Green tea, 100 g' } },
        { sku_id: sku.id, price: 100, amount: 100, sku: { price: 450 } },
      ],
    });
    expect(await official.client.orders.get(order.id)).toEqual(order);
    await official.client.products.update({ id: product.id, price: 1 });
    await official.client.products.delete(product.id);
    expect(await official.client.orders.get(order.id)).toEqual(order);
  });

  test('write what they override to the catalogue', async () => {
    const product = { source_id: 'override', name: 'Mug', price: 450, override: true, metadata: { a: 1 } };
    const order = await official.client.orders.create({ items: [{ product, quantity: 2 }] });
    expect(order.amount).toBe(900);
    const { override: _, ...known } = product;
    expect(await official.client.products.get('override')).toMatchObject(known);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderItem } from '../../../shared/orders/orders.ts';
import type { Product, Sku } from '../../../shared/products.ts';
import { uniqueId } from '../factories.ts';
import { makeProduct, makeSku, ProductCalls } from './calls.ts';

let products: ProductCalls;
let product: Product;
let sku: Sku;
beforeAll(async () => {
  products = await ProductCalls.create();
  product = (await products.post(makeProduct({ name: 'Tea', price: 300 }))).body;
  sku = (await products.postSku(product.id, makeSku({ sku: 'Tea, 100 g', price: 450 }))).body;
});

async function fill(line: Record<string, unknown>): Promise<OrderItem | undefined> {
  return (await products.client.post({ items: [line] })).body.items[0];
}

/** What the catalogue adds to a line that names the product, and to one that names the SKU. */
const ofProduct = () => ({ id: product.id, source_id: product.source_id, name: 'Tea', price: 300 });
const ofSku = () => ({ id: sku.id, source_id: sku.source_id, sku: 'Tea, 100 g', price: 450 });

const waysToProduct: Record<string, () => Record<string, unknown>> = {
  product_id: () => ({ product_id: product.id }),
  'an inline id': () => ({ product: { id: product.id } }),
  'an inline source_id': () => ({ product: { source_id: product.source_id } }),
  'source_id and related_object': () => ({ source_id: product.source_id, related_object: 'product' }),
  'source_id alone': () => ({ source_id: product.source_id }),
  'an unknown product_id beside a known source_id': () => ({
    product_id: 'prod_x',
    source_id: product.source_id,
  }),
};

const waysToSku: Record<string, () => Record<string, unknown>> = {
  sku_id: () => ({ sku_id: sku.id }),
  'an inline id': () => ({ sku: { id: sku.id } }),
  'an inline source_id': () => ({ sku: { source_id: sku.source_id } }),
  'source_id and related_object': () => ({ source_id: sku.source_id, related_object: 'sku' }),
  'sku_id beside its product': () => ({ sku_id: sku.id, product_id: product.id }),
  'a SKU beside its inline product': () => ({
    sku: { source_id: sku.source_id },
    product: { source_id: product.source_id },
  }),
};

describe('a line that names a product of the catalogue', () => {
  it.each(Object.entries(waysToProduct))('by %s gets its name, price and object', async (_, way) => {
    const line = way();
    expect(await fill({ ...line, quantity: 3 })).toEqual({
      ...line,
      object: 'order_item',
      product_id: line.product_id ?? product.id,
      product: ofProduct(),
      quantity: 3,
      price: 300,
      amount: 900,
      subtotal_amount: 900,
    });
  });

  it.each(Object.entries(waysToSku))('as a SKU by %s gets the objects of both', async (_, way) => {
    const line = way();
    expect(await fill({ ...line, quantity: 2, discount_amount: 100 })).toEqual({
      ...line,
      object: 'order_item',
      sku_id: sku.id,
      sku: ofSku(),
      product_id: product.id,
      product: ofProduct(),
      quantity: 2,
      price: 450,
      amount: 900,
      discount_amount: 100,
      subtotal_amount: 800,
    });
  });

  it('keeps what it carries: name, price, metadata and quantities', async () => {
    const line = {
      product_id: product.id,
      source_id: 'shop-7',
      quantity: 2,
      initial_quantity: 5,
      discount_quantity: 1,
      initial_amount: 700,
      metadata: { gift: null },
      product: { name: 'Our tea', metadata: { shelf: 1 } },
    };
    expect(await fill(line)).toEqual({
      ...line,
      object: 'order_item',
      product: { ...line.product, id: product.id, source_id: product.source_id, price: 300 },
      price: 300,
      amount: 600,
      subtotal_amount: 600,
    });
    const priced = await fill({ product_id: product.id, price: 7 });
    expect(priced).toMatchObject({ price: 7, amount: 7, product: ofProduct() });
  });

  it('is kept as sent where it carries a price and a name', async () => {
    const lines = [
      { product_id: product.id, quantity: 1, price: 7, product: { name: 'Mine' } },
      { sku_id: sku.id, quantity: 1, price: 7, sku: { sku: 'Mine' } },
      { source_id: product.source_id, quantity: 1, product: { name: 'Mine', price: 7 } },
    ];
    for (const line of lines) {
      expect(await fill(line)).toEqual({
        ...line,
        object: 'order_item',
        price: 7,
        amount: 7,
        subtotal_amount: 7,
      });
    }
  });

  it('takes no more than there is of a product without a name or price', async () => {
    const bare = (await products.post({})).body;
    const line = { product_id: bare.id, quantity: 2, amount: 5 };
    expect(await fill(line)).toEqual({
      ...line,
      object: 'order_item',
      product: { id: bare.id },
      subtotal_amount: 5,
    });
    const variant = (await products.postSku(bare.id, {})).body;
    expect(await fill({ sku_id: variant.id })).toEqual({
      object: 'order_item',
      sku_id: variant.id,
      sku: { id: variant.id },
      product_id: bare.id,
      product: { id: bare.id },
      quantity: 1,
    });
  });

  it('keeps a price of 0 apart from none', async () => {
    const free = (await products.post({ price: 0 })).body;
    expect(await fill({ product_id: free.id })).toMatchObject({ price: 0, amount: 0 });
    expect(await fill({ product_id: product.id, price: 0 })).toMatchObject({ price: 0, amount: 0 });
    expect(await fill({ product_id: product.id, product: { price: 0 } })).toMatchObject({ price: 0 });
    expect(await fill({ product_id: product.id, quantity: 0 })).toMatchObject({ price: 300, amount: 0 });
  });

  it('means a product by source_id alone, though a SKU has it as well', async () => {
    const source_id = uniqueId();
    const own = (await products.post({ source_id, price: 1 })).body;
    await products.postSku(product.id, { source_id, price: 2 });
    expect(await fill({ source_id })).toMatchObject({ product_id: own.id, price: 1 });
    expect(await fill({ source_id, related_object: 'sku' })).toMatchObject({
      product_id: product.id,
      price: 2,
    });
  });
});

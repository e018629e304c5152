import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderItem } from '../../../shared/orders/orders.ts';
import type { Product } from '../../../shared/products.ts';
import { uniqueId } from '../factories.ts';
import { clientId, makeProduct, ProductCalls, productPath } from './calls.ts';

let products: ProductCalls;
let product: Product;
beforeAll(async () => {
  products = await ProductCalls.create();
  product = (await products.post(makeProduct({ price: 300 }))).body;
});

async function fill(line: Record<string, unknown>): Promise<OrderItem | undefined> {
  return (await products.client.post({ items: [line] })).body.items[0];
}

describe('a line that names what the catalogue does not know', () => {
  it('is kept as sent', async () => {
    const cases: [sent: Record<string, unknown>, price?: number | undefined, amount?: number][] = [
      [{ product_id: 'prod_unknown', quantity: 1 }],
      [{ product_id: clientId('prod'), quantity: 1 }],
      [{ sku_id: 'sku_unknown', quantity: 3, amount: 10 }, undefined, 10],
      [{ source_id: uniqueId(), related_object: 'sku', quantity: 1 }],
      [{ source_id: uniqueId(), price: 5, quantity: 1 }, 5, 5],
      [{ product: { id: 'x', source_id: uniqueId(), name: 'New', metadata: { a: null } }, quantity: 1 }],
      [{ sku: { source_id: uniqueId(), sku: 'New', price: 4 }, quantity: 2 }, 4, 8],
      [{ metadata: { note: 'no name at all' }, quantity: 1 }],
    ];
    const { body } = await products.client.post({ items: cases.map(([sent]) => sent) });
    expect(body.items).toEqual(
      cases.map(([sent, price, amount]) => ({
        ...sent,
        object: 'order_item',
        ...(price !== undefined && { price }),
        ...(amount !== undefined && { amount, subtotal_amount: amount }),
      })),
    );
  });

  it('stands beside lines that are filled, and keeps the amount of the order', async () => {
    const items = [{ product_id: product.id }, { product_id: 'prod_unknown' }];
    const { body } = await products.client.post({ amount: 990, items });
    expect(body.items.map(({ price }) => price)).toEqual([300, undefined]);
    expect(body).toMatchObject({ amount: 990, total_amount: 990 });
  });

  it('is filled once the product is made, and no longer when it is deleted', async () => {
    const source_id = uniqueId();
    expect(await fill({ source_id })).toEqual({ object: 'order_item', source_id, quantity: 1 });
    const { body } = await products.post({ source_id, price: 9 });
    expect(await fill({ source_id })).toMatchObject({ product_id: body.id, price: 9 });
    await products.delete(productPath(body.id));
    expect(await fill({ source_id })).toEqual({ object: 'order_item', source_id, quantity: 1 });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Product, Sku } from '../../../shared/products.ts';
import { ProductCalls } from './calls.ts';

const MAX = Number.MAX_SAFE_INTEGER;

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

/** Where a price may come from, the most preferred first; each has its own price. */
const sources = {
  item: 11,
  'inline sku': 13,
  'inline product': 17,
  'catalogue sku': 19,
  'catalogue product': 23,
};
type Source = keyof typeof sources;
const all = Object.keys(sources) as Source[];
const subsets = Array.from({ length: 2 ** all.length }, (_, bits) =>
  all.filter((_, place) => bits & (1 << place)),
);

const catalogue = new Map<string, Promise<[Product, Sku]>>();

/** A product and its SKU, each with a price or without. */
function inCatalogue(prices: { product: boolean; sku: boolean }): Promise<[Product, Sku]> {
  const name = JSON.stringify(prices);
  const make = async (): Promise<[Product, Sku]> => {
    const { body } = await products.post({ ...(prices.product && { price: sources['catalogue product'] }) });
    const sku = await products.postSku(body.id, { ...(prices.sku && { price: sources['catalogue sku'] }) });
    return [body, sku.body];
  };
  const known = catalogue.get(name) ?? make();
  catalogue.set(name, known);
  return known;
}

async function lineWith(given: Source[]) {
  const has = (source: Source) => given.includes(source);
  const prices = { product: has('catalogue product'), sku: has('catalogue sku') };
  const [product, sku] = await inCatalogue(prices);
  return {
    quantity: 3,
    ...(has('item') && { price: sources.item }),
    sku: { id: sku.id, ...(has('inline sku') && { price: sources['inline sku'] }) },
    product: { id: product.id, ...(has('inline product') && { price: sources['inline product'] }) },
  };
}

describe('the price of a line', () => {
  it.each(subsets.map((given) => [given.join(', ') || 'nothing', given] as const))(
    'with %s is that of the first of them',
    async (_, given) => {
      const { body } = await products.client.post({ items: [await lineWith(given)] });
      const [first] = given;
      const price = first && sources[first];
      expect(body.items[0]?.price).toBe(price);
      expect(body.items[0]?.amount).toBe(price && price * 3);
      expect(body.amount).toBe((price ?? 0) * 3);
    },
  );

  it('of each line makes the totals of the order, with their discounts', async () => {
    const items = await Promise.all(
      all.map(async (source) => ({ ...(await lineWith([source])), discount_amount: 5 })),
    );
    const { body } = await products.client.post({ items, amount: 1, discount_amount: 10 });
    const amount = 3 * Object.values(sources).reduce((sum, price) => sum + price, 0);
    expect(body).toMatchObject({
      amount,
      initial_amount: amount,
      items_discount_amount: 25,
      total_discount_amount: 35,
      total_amount: amount - 35,
    });
  });

  it('from the catalogue replaces an amount that was sent', async () => {
    const [product] = await inCatalogue({ product: true, sku: false });
    const { body } = await products.client.post({ items: [{ product_id: product.id, amount: 999 }] });
    expect(body.items[0]).toMatchObject({ price: 23, amount: 23 });
  });
});

describe('a price of the catalogue times a quantity', () => {
  it('may be 2^53 - 1', async () => {
    const { body } = await products.post({ price: MAX });
    const order = await products.client.post({ items: [{ product_id: body.id }] });
    expect(order.body.total_amount).toBe(MAX);
  });

  it('is refused beyond that, naming the line or the sum', async () => {
    const large = (await products.post({ price: MAX })).body;
    const half = (await products.post({ price: 2 ** 52 })).body;
    const cases: [items: unknown[], path: string][] = [
      [[{ price: 1 }, { product_id: large.id, quantity: 2 }], 'items[1].amount'],
      [[{ product_id: large.id }, { product_id: half.id }], 'amount'],
      [[{ product_id: half.id }, { product_id: half.id }], 'amount'],
    ];
    for (const [items, path] of cases) {
      const error = await products.client.refused(400, 'invalid_payload', 'POST', '/v1/orders', {
        body: { items },
      });
      expect(error.errors).toEqual([{ path, message: `must not exceed ${MAX}` }]);
    }
  });
});

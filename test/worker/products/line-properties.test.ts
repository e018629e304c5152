import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../shared/orders/orders.ts';
import { uniqueId } from '../factories.ts';
import { ProductCalls } from './calls.ts';

/*
 * The rule of prices once more, as the issue states it. Nothing here is shared with what is tested: an order whose lines
 * name the catalogue must be worth what one is whose lines carry the prices that are worked out here.
 */

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

const PRODUCTS = 2;
const price = fc.option(fc.nat(10_000), { nil: undefined });
/** Seldom there, so that most prices are the catalogue's. */
const rarePrice = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.nat(10_000) },
);
const catalogues = fc.array(fc.record({ price, sku: fc.record({ price }) }), {
  minLength: PRODUCTS,
  maxLength: PRODUCTS,
});
/** Each place of the catalogue has a product and its SKU; the place after the last names what nobody knows. */
const place = fc.option(fc.nat(PRODUCTS), { nil: undefined });
const inline = fc.record({ price: rarePrice, isOverride: fc.boolean() });
const lines = fc.array(
  fc.record({
    quantity: fc.nat(20),
    own: rarePrice,
    amount: price,
    discount_amount: fc.option(fc.nat(500), { nil: undefined }),
    product: place,
    sku: place,
    isById: fc.boolean(),
    inlineProduct: inline,
    inlineSku: inline,
  }),
  { maxLength: 8 },
);
type Line = ReturnType<typeof lines.generate>['value'][number];
interface Entry {
  price: number | undefined;
  sku: { price: number | undefined };
}
/** What a run made: the ids and source_ids of its products and SKUs, by place. */
type Names = { id: string; source_id: string; sku: { id: string; source_id: string } }[];

async function makeCatalogue(catalogue: Entry[]): Promise<Names> {
  const make = async ({ price: own, sku }: Entry) => {
    const names = { source_id: uniqueId('p'), sku: { source_id: uniqueId('s') } };
    const { body } = await products.post({ source_id: names.source_id, price: own });
    const made = await products.postSku(body.id, { ...names.sku, ...sku });
    return { ...names, id: body.id, sku: { ...names.sku, id: made.body.id } };
  };
  const unknown = { id: 'nobody', source_id: uniqueId(), sku: { id: 'nobody', source_id: uniqueId() } };
  return [...(await Promise.all(catalogue.map(make))), unknown];
}

const isKnown = (at: number | undefined): at is number => at !== undefined && at < PRODUCTS;
const overrides = (at: number | undefined, { isOverride }: { isOverride: boolean }) =>
  isKnown(at) && isOverride;

/** The line as a shop sends it, which leaves to the catalogue what it does not carry. */
function toNamed(line: Line, names: Names) {
  const { quantity, own, amount, discount_amount, isById } = line;
  const pick = ({ id, source_id }: { id: string; source_id: string }) => (isById ? { id } : { source_id });
  const product = line.product === undefined ? undefined : names[line.product];
  const sku = line.sku === undefined ? undefined : names[line.sku]?.sku;
  return {
    quantity,
    price: own,
    amount,
    discount_amount,
    product: {
      ...(product && pick(product)),
      price: line.inlineProduct.price,
      ...(overrides(line.product, line.inlineProduct) && { override: true }),
    },
    sku: {
      ...(sku && pick(sku)),
      price: line.inlineSku.price,
      ...(overrides(line.sku, line.inlineSku) && { override: true }),
    },
  };
}

/** The line with the price it must get: its own, the inline SKU's, the inline product's, the known SKU's, the known product's. */
function toPriced({ quantity, own, amount, discount_amount, ...line }: Line, catalogue: Entry[]) {
  const sku = isKnown(line.sku) ? line.sku : undefined;
  const product = isKnown(line.product) ? line.product : sku;
  const known =
    own ??
    line.inlineSku.price ??
    line.inlineProduct.price ??
    (sku === undefined ? undefined : catalogue[sku]?.sku.price) ??
    (product === undefined ? undefined : catalogue[product]?.price);
  return { quantity, price: known, amount, discount_amount };
}

/** The catalogue after the overrides of all lines. */
function overridden(catalogue: Entry[], all: Line[]): Entry[] {
  const next = structuredClone(catalogue);
  for (const line of all) {
    const [product, sku] = [next[line.product ?? PRODUCTS], next[line.sku ?? PRODUCTS]];
    if (product && line.inlineProduct.isOverride) product.price = line.inlineProduct.price ?? product.price;
    if (sku && line.inlineSku.isOverride) sku.sku.price = line.inlineSku.price ?? sku.sku.price;
  }
  return next;
}

const worth = ({ items, id: _, created_at: __, ...order }: Order) => ({
  ...order,
  items: items.map((item) => [item.quantity, item.price, item.amount, item.subtotal_amount]),
});

async function expectEqualWorth(catalogue: Entry[], all: Line[], discount_amount: number): Promise<void> {
  const names = await makeCatalogue(catalogue);
  const after = overridden(catalogue, all);
  const order = { discount_amount, amount: 77 };
  const named = await products.client.post({ ...order, items: all.map((line) => toNamed(line, names)) });
  const priced = await products.client.post({ ...order, items: all.map((line) => toPriced(line, after)) });
  expect(worth(named.body)).toEqual(worth(priced.body));
  const stored = await Promise.all(names.slice(0, PRODUCTS).map(({ id }) => products.get(id)));
  expect(stored.map(({ body }) => [body.price, body.skus.data[0]?.price])).toEqual(
    after.map((entry) => [entry.price ?? null, entry.sku.price ?? null]),
  );
}

describe('an order that names products and SKUs', () => {
  const withoutOverride = (all: Line[]): Line[] =>
    all.map((line) => ({
      ...line,
      inlineProduct: { ...line.inlineProduct, isOverride: false },
      inlineSku: { ...line.inlineSku, isOverride: false },
    }));

  it('is worth what it is worth with explicit prices', async () => {
    await fc.assert(
      fc.asyncProperty(catalogues, lines, fc.nat(5_000), (catalogue, all, discount) =>
        expectEqualWorth(catalogue, withoutOverride(all), discount),
      ),
      { numRuns: 60 },
    );
  });

  it('is worth that with overrides as well, of which the catalogue keeps the last', async () => {
    await fc.assert(
      fc.asyncProperty(catalogues, lines, fc.nat(5_000), (catalogue, all, discount) =>
        expectEqualWorth(catalogue, all, discount),
      ),
      { numRuns: 60 },
    );
  });
});

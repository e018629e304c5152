import { beforeAll, describe, expect, it } from 'vitest';
import { makeProduct, makeSku, ProductCalls } from '../products/calls.ts';
import type { RedemptionCalls } from '../redemptions/calls.ts';
import type { ValidationCalls } from '../validations/calls.ts';
import { amountOff } from '../vouchers/calls.ts';
import { createDemands, rule, type ValidationRuleCalls } from './calls.ts';

let rules: ValidationRuleCalls;
let redemptions: RedemptionCalls;
let validations: ValidationCalls;
let product: { id: string; source_id: string };
let sku: { id: string; source_id: string };
beforeAll(async () => {
  ({ rules, redemptions, validations } = await createDemands());
  const products = new ProductCalls(redemptions.client);
  const one = await products.post(makeProduct());
  const its = await products.postSku(one.body.id, makeSku());
  product = { id: one.body.id, source_id: one.body.source_id ?? '' };
  sku = { id: its.body.id, source_id: its.body.source_id ?? '' };
});

/** Every way in which a line may name the SKU, and say more or less beside it. */
function linesOfSku(): Record<string, unknown>[] {
  const names = [
    { sku_id: sku.id },
    { sku: { id: sku.id } },
    { sku: { source_id: sku.source_id } },
    { source_id: sku.source_id, related_object: 'sku' },
    { sku_id: sku.id, product_id: 'another' },
  ];
  const more = [{}, { price: 5000 }, { sku: { sku: 'Gift card 50' } }];
  const both = { price: 5000, sku: { sku: 'Gift card 50' }, product: { name: 'Gift card' } };
  return names.flatMap((name) =>
    [...more, both].map((one) => ({
      price: 100,
      ...one,
      ...name,
      ...('sku' in one && { sku: { ...one.sku, ...('sku' in name && name.sku) } }),
    })),
  );
}

/** What becomes of a voucher with each of the lines: whether it is valid, and redeemed. */
async function outcomes(code: string, lines: readonly unknown[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (const line of lines) {
    const order = { items: [line] };
    const { body: stored } = await redemptions.client.post(order);
    for (const given of [order, { id: stored.id }])
      found.add((await validations.refusal(code, { order: given })) ?? 'valid');
    const path = `/v1/vouchers/${code}/redemption`;
    const { status } = await redemptions.client.call('POST', path, { body: { order } });
    found.add(status === 200 ? 'redeemed' : 'refused');
  }
  return found;
}

describe('a product', () => {
  const excluded = ['order_rules_violated', 'refused'];
  const included = ['valid', 'redeemed'];

  it.each([
    ['excluded from a discount', () => ({ applicable_to: { excluded: [ofProduct()] } }), excluded],
    ['included in a discount', () => ({ applicable_to: { included: [ofProduct()] } }), included],
    ['the SKU included', () => ({ applicable_to: { included: [{ object: 'sku', id: sku.id }] } }), included],
    ['none of a cart', () => ({ rules: { 1: rule('order.items.none', '$is', ofProduct()) } }), excluded],
    ['any of a cart', () => ({ rules: { 1: rule('order.items.any', '$is', ofProduct()) } }), included],
  ])('is the same whatever else its line says: %s', async (_, fields, outcome) => {
    const { body } = await rules.post({ rules: {}, ...fields() });
    const discount = amountOff(10, 'APPLY_TO_ITEMS');
    const code = await redemptions.vouchers.make(discount, { validation_rules: [body.id] });
    expect(await outcomes(code, linesOfSku())).toEqual(new Set(outcome));
  });

  it('is found by its id where a line and by its source_id where a rule names it', async () => {
    const named = { object: 'product', id: product.source_id };
    const { body } = await rules.post({ rules: {}, applicable_to: { excluded: [named] } });
    const discount = amountOff(10, 'APPLY_TO_ITEMS');
    const code = await redemptions.vouchers.make(discount, { validation_rules: [body.id] });
    const name = { name: 'Gift card' };
    const lines = [
      { product_id: product.id, price: 1, product: name },
      { source_id: product.source_id, price: 1, product: name },
    ];
    expect(await outcomes(code, lines)).toEqual(new Set(excluded));
    const { body: shown } = await validations.one(code, { order: { items: [...lines, { price: 50 }] } });
    expect(shown).toMatchObject({ valid: true, inapplicable_to: { data: [{ order_item_indices: [0, 1] }] } });
  });

  it('takes one round trip more to be known, where the line was not looked up anyway', async () => {
    const { body } = await rules.post({ rules: {}, applicable_to: { included: [ofProduct()] } });
    const code = await redemptions.vouchers.make(amountOff(1), { validation_rules: [body.id] });
    const roundTrips = async (line: unknown) =>
      (await validations.one(code, { order: { items: [line] } })).cost.roundTrips;
    expect(await roundTrips({ sku_id: sku.id })).toBe(1);
    expect(await roundTrips({ price: 5, sku: { sku: 'A line of nothing known' } })).toBe(1);
    expect(await roundTrips({ sku_id: sku.id, price: 5, sku: { sku: 'Gift card 50' } })).toBe(2);
  });

  const ofProduct = () => ({ object: 'product', id: product.id });
});

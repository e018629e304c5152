import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../shared/orders/orders.ts';
import { uniqueId } from '../factories.ts';
import { ValidationCalls } from '../validations/calls.ts';
import { RedemptionCalls, topOf } from './calls.ts';

let redemptions: RedemptionCalls;
beforeAll(async () => {
  redemptions = await RedemptionCalls.create('admin');
});

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const line = fc.record({
  product_id: fc.constantFrom('mug', 'tea', 'bag'),
  quantity: fc.integer({ min: 1, max: 5 }),
  price: optional(fc.nat(5000)),
  amount: optional(fc.nat(5000)),
  discount_amount: optional(fc.nat(400)),
});
const order = fc.record({
  amount: optional(fc.nat(50_000)),
  discount_amount: optional(fc.nat(500)),
  items: optional(fc.array(line, { maxLength: 6 })),
});
const discount = fc.oneof(
  fc.record({
    type: fc.constant('AMOUNT'),
    amount_off: fc.integer({ min: 1, max: 5000 }),
    effect: fc.constantFrom('APPLY_TO_ORDER', 'APPLY_TO_ITEMS', 'APPLY_TO_ITEMS_PROPORTIONALLY'),
  }),
  fc.record(
    {
      type: fc.constant('PERCENT'),
      percent_off: fc.integer({ min: 1, max: 1_000_000 }).map((units) => units / 10_000),
      amount_limit: fc.integer({ min: 1, max: 1000 }),
      effect: fc.constantFrom('APPLY_TO_ORDER', 'APPLY_TO_ITEMS'),
    },
    { requiredKeys: ['type', 'percent_off', 'effect'] },
  ),
);
const request = fc.record({
  order,
  discounts: fc.array(discount, { minLength: 1, maxLength: 5 }),
  isStored: fc.boolean(),
  status: fc.constantFrom('CREATED', 'PAID', 'FULFILLED'),
});

/** What a rollback must restore. */
const amountsOf = ({ status, updated_at, redemptions: _, ...rest }: Order) => rest;

/** That the totals of an order are the sum of its parts, and what was applied is a part of them. */
function expectSound(shown: Order): void {
  const sum = (of: (item: Order['items'][number]) => number | undefined) =>
    shown.items.reduce((total, item) => total + (of(item) ?? 0), 0);
  expect(shown.items_discount_amount).toBe(sum((item) => item.discount_amount));
  expect(shown.items_applied_discount_amount).toBe(sum((item) => item.applied_discount_amount));
  expect(shown.applied_discount_amount).toBeLessThanOrEqual(shown.discount_amount);
  expect(shown.total_discount_amount).toBe(
    Math.min(shown.amount, shown.discount_amount + shown.items_discount_amount),
  );
  expect(shown.total_amount).toBe(shown.amount - shown.total_discount_amount);
  for (const item of shown.items)
    expect(item.applied_discount_amount ?? 0).toBeLessThanOrEqual(item.discount_amount ?? 0);
}

describe('any stack on any order', () => {
  it('does what its validation has shown, adds up, and is undone by its rollback', async () => {
    const { vouchers, client } = redemptions;
    const validations = new ValidationCalls(client);
    await fc.assert(
      fc.asyncProperty(request, async ({ order: fields, discounts, isStored, status }) => {
        const source_id = uniqueId('restored');
        const customer = { source_id: uniqueId('crm') };
        const given = JSON.parse(JSON.stringify({ ...fields, source_id, customer }));
        const codes = [];
        for (const one of discounts) codes.push(await vouchers.make(one));
        const before = (await client.post({ ...given, status })).body;
        const summary = (await client.customer(customer.source_id)).summary;
        const sent = isStored
          ? { order: { id: before.id } }
          : { order: { ...given, source_id: uniqueId('other') } };
        const validation = await validations.stack(codes, sent);
        const { body } = await redemptions.stack(codes, sent);
        const redeemed = body.order as Order;
        expectSound(redeemed);
        const shown = validation.body.order;
        expect(redeemed.items).toEqual(shown?.items);
        expect(redeemed.total_amount).toBe(shown?.total_amount);
        expect(redeemed.status).toBe('PAID');
        const parts = body.redemptions.map((one) => one.order?.total_applied_discount_amount ?? 0);
        expect(before.total_amount - redeemed.total_amount).toBe(parts.reduce((sum, part) => sum + part, 0));
        await redemptions.rollBackStack(topOf(body).id);
        const after = (await client.get(redeemed.id)).body;
        expectSound(after);
        expect(after.status).toBe('CANCELED');
        if (isStored) {
          const zeros = (shownOrder: Order) => ({
            ...amountsOf(shownOrder),
            items: shownOrder.items.map(({ discount_amount = 0, ...item }) => ({ ...item, discount_amount })),
          });
          expect(zeros(after)).toEqual(zeros(before));
        }
        for (const code of codes) expect(await vouchers.used(code)).toBe(0);
        const restored = (await client.customer(customer.source_id)).summary;
        if (status !== 'PAID' || !isStored) expect(restored.orders).toEqual(summary.orders);
        else expect(restored.orders.total_count).toBe(0);
        expect(restored.redemptions.total_redeemed).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});

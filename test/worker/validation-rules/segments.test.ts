import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import type { RedemptionCalls } from '../redemptions/calls.ts';
import { SegmentCalls } from '../segments/calls.ts';
import type { ValidationCalls } from '../validations/calls.ts';
import { amountOff } from '../vouchers/calls.ts';
import { createDemands, rule, type ValidationRuleCalls } from './calls.ts';

let rules: ValidationRuleCalls;
let redemptions: RedemptionCalls;
let validations: ValidationCalls;
let segments: SegmentCalls;
beforeAll(async () => {
  ({ rules, redemptions, validations } = await createDemands());
  segments = new SegmentCalls(redemptions.client);
});

const KEY = 'customer_rules_violated';
const makeCustomer = async (fields = {}) => {
  const source_id = uniqueId('crm');
  await redemptions.client.post({ customer: { source_id, ...fields } });
  return { source_id };
};
async function demanding(...given: unknown[]): Promise<string> {
  return redemptions.vouchers.make(amountOff(1), { validation_rules: [await rules.make(given)] });
}

describe('a rule about a segment', () => {
  it('is about who is in a static one', async () => {
    const [inside, outside] = [await makeCustomer(), await makeCustomer()];
    const { id } = await segments.make([inside.source_id]);
    const code = await demanding(rule('customer.segment', '$is', id));
    const but = await demanding(rule('customer.segment', '$is_not', id));
    const found = async (customer: unknown) => [
      await validations.refusal(code, { customer }),
      await validations.refusal(but, { order: { amount: 1, customer } }),
    ];
    expect(await found(inside)).toEqual([undefined, KEY]);
    expect(await found(outside)).toEqual([KEY, undefined]);
    expect(await found({ source_id: uniqueId('new') })).toEqual([KEY, undefined]);
    expect([await validations.refusal(code), await validations.refusal(but)]).toEqual([KEY, KEY]);
    for (const nobody of [{}, { email: 'ann@example.com' }]) expect(await found(nobody)).toEqual([KEY, KEY]);
  });

  it('holds at once after the order that puts the customer into it', async () => {
    const { id } = await segments.make({
      'summary.orders.total_amount': { conditions: { $more_than: [9999] } },
    });
    const code = await demanding(rule('customer.segment', '$in', id, 'seg_none'));
    const customer = await makeCustomer();
    await redemptions.client.post({ amount: 9999, status: 'PAID', customer });
    await redemptions.failed(400, KEY, code, { customer });
    await redemptions.client.post({ amount: 1, status: 'PAID', customer });
    await redemptions.one(code, { order: { amount: 100, customer } });
  });

  it('costs one round trip more, and only where there is a customer', async () => {
    const customer = await makeCustomer();
    const { id } = await segments.make([customer.source_id]);
    const three = [
      rule('customer.segment', '$is', id),
      rule('order.amount', '$more_than', 0),
      rule('redemption.count.per_customer', '$less_than_or_equal', 2),
    ];
    const code = await demanding(...three);
    const body = { order: { amount: 10, customer } };
    expect((await validations.one(code, body)).cost.roundTrips).toBe(2);
    expect((await validations.one(code, { order: { amount: 10 } })).cost.roundTrips).toBe(1);
    expect((await redemptions.one(code, body)).cost.roundTrips).toBe(3);
  });
});

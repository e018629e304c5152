import { beforeAll, describe, expect, it } from 'vitest';
import { makeOrder, uniqueId } from '../factories.ts';
import { redeemables } from '../validations/calls.ts';
import { amountOff, voucherPath } from '../vouchers/calls.ts';
import { RedemptionCalls } from './calls.ts';

let redemptions: RedemptionCalls;
beforeAll(async () => {
  redemptions = await RedemptionCalls.create('admin');
});

const succeeded = (replies: { status: number }[]) => replies.filter(({ status }) => status === 200);

describe('many redemptions at once', () => {
  it('of a voucher of quantity 10 are 10 of 200, and 190 are recorded as failed', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(100), { redemption: { quantity: 10 } });
    const source_id = uniqueId('crm');
    const replies = await Promise.all(
      Array.from({ length: 200 }, () =>
        client.call<{ key?: string }>('POST', `${voucherPath(code)}/redemption`, {
          body: { order: makeOrder({ customer: { source_id } }) },
        }),
      ),
    );
    expect(succeeded(replies)).toHaveLength(10);
    expect(replies.filter(({ body }) => body.key === 'quantity_exceeded')).toHaveLength(190);
    expect(await vouchers.used(code)).toBe(10);
    expect((await redemptions.ofVoucher(code)).body.total).toBe(200);
    expect((await client.customer(source_id)).summary).toMatchObject({
      orders: { total_count: 10, total_amount: 10 * 1440 },
      redemptions: { total_redeemed: 10, total_succeeded: 10 },
    });
  });

  it('of stacks that share a voucher are all or nothing', async () => {
    const { vouchers, client } = redemptions;
    const scarce = await vouchers.make(amountOff(1), { redemption: { quantity: 5 } });
    const plenty = await vouchers.make(amountOff(1));
    const replies = await Promise.all(
      Array.from({ length: 50 }, () =>
        client.call('POST', '/v1/redemptions', {
          body: { redeemables: redeemables(plenty, scarce), order: makeOrder() },
        }),
      ),
    );
    expect(succeeded(replies)).toHaveLength(5);
    expect(await vouchers.used(scarce)).toBe(5);
    expect(await vouchers.used(plenty)).toBe(5);
  });

  it('with one order each see what the others took off', async () => {
    const { vouchers, client } = redemptions;
    const { body: order } = await client.post(makeOrder());
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => vouchers.make(amountOff(100, 'APPLY_TO_ITEMS'))),
    );
    const replies = await Promise.all(
      codes.map((code) => redemptions.one(code, { order: { id: order.id } })),
    );
    const { body: after } = await client.get(order.id);
    const taken = replies.map(({ body }) => body.order?.total_applied_discount_amount ?? 0);
    expect(after.total_discount_amount).toBe(taken.reduce((sum, amount) => sum + amount, 0));
    expect(after.items.map((item) => item.subtotal_amount)).toEqual([0, 0, 0]);
    expect(after.total_amount).toBe(0);
    expect(Object.keys(after.redemptions ?? {}).sort()).toEqual(replies.map(({ body }) => body.id).sort());
  });

  it('of one new source_id make one order', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(10));
    const order = makeOrder();
    const replies = await Promise.all(Array.from({ length: 10 }, () => redemptions.one(code, { order })));
    expect(new Set(replies.map(({ body }) => body.order?.id)).size).toBe(1);
    expect((await client.get(String(order.source_id))).body).toMatchObject({
      amount: 1540,
      discount_amount: 100,
    });
  });
});

describe('many rollbacks at once', () => {
  it('of one redemption are one', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(100));
    const { body } = await redemptions.one(code, { order: makeOrder() });
    const replies = await Promise.all(
      Array.from({ length: 50 }, () =>
        client.call<{ key?: string }>('POST', `/v1/redemptions/${body.id}/rollback`, { body: {} }),
      ),
    );
    expect(succeeded(replies)).toHaveLength(1);
    expect(replies.filter((reply) => reply.body.key === 'already_rolled_back')).toHaveLength(49);
    expect(await vouchers.used(code)).toBe(0);
  });

  it('of several redemptions of one order leave it without any discount', async () => {
    const { vouchers, client } = redemptions;
    const { body: order } = await client.post(makeOrder());
    const made = [];
    for (let count = 0; count < 8; count += 1) {
      const effect = count % 2 ? 'APPLY_TO_ITEMS' : 'APPLY_TO_ORDER';
      const code = await vouchers.make(amountOff(20 + count, effect));
      made.push((await redemptions.one(code, { order: { id: order.id } })).body);
    }
    await Promise.all(made.map(({ id }) => redemptions.rollBack(id)));
    const { body: after } = await client.get(order.id);
    expect(after).toMatchObject({
      status: 'CANCELED',
      total_discount_amount: 0,
      total_applied_discount_amount: 0,
    });
    expect(after.items).toEqual(order.items);
  });
});

describe('a change of a voucher', () => {
  it('and redemptions at once never let one through after it', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(100));
    const path = `${voucherPath(code)}/redemption`;
    const [disabled, ...replies] = await Promise.all([
      client.call('POST', `${voucherPath(code)}/disable`),
      ...Array.from({ length: 30 }, () => client.call('POST', path, { body: { order: makeOrder() } })),
    ]);
    expect(disabled?.status).toBe(200);
    expect(await vouchers.used(code)).toBe(succeeded(replies).length);
    expect((await client.call('POST', path, { body: {} })).status).toBe(400);
  });
});

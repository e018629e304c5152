import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderEvent } from '../../../shared/events.ts';
import { stored } from '../database.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { amountOff, percentOff } from '../vouchers/calls.ts';
import { RedemptionCalls, topOf } from './calls.ts';

let redemptions: RedemptionCalls;
beforeAll(async () => {
  redemptions = await RedemptionCalls.create('staff');
});

const customer = () => ({ source_id: uniqueId('crm'), name: 'Ann' });

describe('rolling a redemption back', () => {
  it('gives the use back, takes the discounts off the order, and cancels it', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(percentOff(10, { effect: 'APPLY_TO_ITEMS' }), {
      redemption: { quantity: 1 },
    });
    const { body } = await redemptions.one(code, {
      order: makeOrder({ customer: customer() }),
      tracking_id: 'mine',
    });
    const { body: paid } = await client.get(body.order?.id ?? '');
    const { body: rollback, cost } = await redemptions.rollBack(body.id, {
      reason: 'Customer returned it',
      metadata: { by: 'phone' },
    });
    const { body: order } = await client.get(paid.id);
    expect(order).toEqual({
      ...paid,
      status: 'CANCELED',
      items: paid.items.map(({ discount_amount, applied_discount_amount, subtotal_amount, ...line }) => ({
        ...line,
        subtotal_amount: line.amount,
      })),
      items_discount_amount: 0,
      total_discount_amount: 0,
      total_amount: 1540,
      items_applied_discount_amount: 0,
      total_applied_discount_amount: 0,
      updated_at: expect.any(String),
      redemptions: {
        [body.id]: {
          date: body.date,
          related_object_type: 'redemption',
          related_object_id: body.id,
          rollback_id: rollback.id,
          rollback_date: rollback.date,
        },
      },
    });
    const voucher = (await vouchers.get(code)).body;
    expect(voucher.redemption.redeemed_quantity).toBe(0);
    expect(rollback).toEqual({
      id: expect.stringMatching(/^rr_/),
      object: 'redemption_rollback',
      date: expect.any(String),
      customer_id: order.customer_id,
      tracking_id: 'mine',
      metadata: { by: 'phone' },
      redemption: body.id,
      reason: 'Customer returned it',
      result: 'SUCCESS',
      status: 'SUCCEEDED',
      order: { ...order, items_applied_discount_amount: 154, total_applied_discount_amount: 154 },
      channel: { channel_id: client.key.appId, channel_type: 'API' },
      customer: order.customer,
      related_object_type: 'voucher',
      related_object_id: voucher.id,
      voucher,
    });
    expect(cost.roundTrips).toBe(2);
    expect((await redemptions.get(body.id)).body).toMatchObject({
      status: 'ROLLED_BACK',
      result: 'SUCCESS',
      related_redemptions: {
        rollbacks: [{ id: rollback.id, date: rollback.date, rollback_order_mode: 'WITH_ORDER' }],
      },
      order: { status: 'CANCELED', items_applied_discount_amount: 154 },
    });
    expect((await redemptions.get(rollback.id)).body).toEqual(rollback);
    await redemptions.one(code, { order: makeOrder() });
  });

  it('leaves an event of the order, and corrects the summary of the customer', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(40));
    const { body } = await redemptions.one(code, { order: makeOrder({ customer: customer() }) });
    const { body: rollback } = await redemptions.rollBack(body.id);
    const id = body.order?.id;
    const { body: activity } = await client.call<{ data: OrderEvent[] }>('GET', `/v1/orders/${id}/activity`);
    expect(activity.data[0]).toMatchObject({ type: 'order.canceled' });
    expect(activity.data[0]?.data.changes).toEqual([
      { field: 'status', old: 'PAID', new: 'CANCELED' },
      { field: 'discount_amount', old: 40, new: 0 },
      { field: 'total_amount', old: 1500, new: 1540 },
      { field: `redemptions.${body.id}` },
    ]);
    expect((await client.customer(rollback.customer_id ?? '')).summary).toMatchObject({
      orders: { total_count: 0, total_amount: 0, last_order_amount: 0 },
      redemptions: {
        total_redeemed: 0,
        total_succeeded: 1,
        total_rolled_back: 1,
        total_rollback_succeeded: 1,
        total_rollback_failed: 0,
      },
    });
  });

  it('is refused a second time, and changes nothing', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(40));
    await redemptions.one(code, { order: makeOrder() });
    const { body } = await redemptions.one(code, { order: makeOrder({ customer: customer() }) });
    const { body: rollback } = await redemptions.rollBack(body.id);
    const everything = async () =>
      [
        await client.get(body.order?.id ?? ''),
        await redemptions.get(body.id),
        await vouchers.get(code),
        await client.customer(body.customer_id ?? ''),
        await stored('SELECT count(*) FROM redemptions'),
      ].map((one) => JSON.stringify((one as { body?: unknown })?.body ?? one));
    const before = await everything();
    for (const path of ['rollback', 'rollbacks']) {
      const error = await redemptions.refusedRollBack(400, 'already_rolled_back', body.id, path);
      expect(error).toMatchObject({ resource_type: 'redemption', resource_id: body.id });
      expect(error.details).toContain(rollback.id);
    }
    expect(await everything()).toEqual(before);
  });

  it.each(['CREATED', 'FULFILLED', 'CANCELED'])('leaves the status %s as it is', async (status) => {
    const code = await redemptions.vouchers.make(amountOff(40));
    const { body } = await redemptions.one(code, { order: makeOrder({ status }) });
    const { body: rollback } = await redemptions.rollBack(body.id);
    expect(rollback.order).toMatchObject({ status, total_amount: 1540 });
  });

  it('cancels an order that was paid since', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(40));
    const { body } = await redemptions.one(code, { order: makeOrder({ status: 'CREATED' }) });
    await client.put(body.order?.id ?? '', { status: 'PAID' });
    expect((await redemptions.rollBack(body.id)).body.order?.status).toBe('CANCELED');
  });

  it('works without an order, and after the voucher is gone', async () => {
    const { vouchers } = redemptions;
    const code = await vouchers.make(amountOff(40));
    const bare = await redemptions.one(code, { customer: customer() });
    const full = await redemptions.one(code, { order: makeOrder() });
    expect((await redemptions.rollBack(bare.body.id)).body).toMatchObject({
      order: null,
      customer_id: bare.body.customer_id,
    });
    expect(await vouchers.used(code)).toBe(1);
    await vouchers.client.call('DELETE', `/v1/vouchers/${code}`);
    const { body } = await redemptions.rollBack(full.body.id);
    expect(body).toMatchObject({
      voucher: { id: full.body.related_object_id, object: 'voucher', code },
      order: { total_amount: 1540 },
    });
  });

  it('takes the reason where the official client puts it', async () => {
    const code = await redemptions.vouchers.make(amountOff(40));
    const { body } = await redemptions.one(code);
    const { body: rollback } = await redemptions.client.call<{ reason: string }>(
      'POST',
      `/v1/redemptions/${body.id}/rollback?reason=wrong%20size&tracking_id=t`,
      { body: { customer: { source_id: 'whoever' } } },
    );
    expect(rollback).toMatchObject({ reason: 'wrong size', tracking_id: 't' });
  });

  it('is refused of what has failed, what is not there, and what is a rollback itself', async () => {
    const { vouchers } = redemptions;
    const code = await vouchers.make(amountOff(40), { redemption: { quantity: 1 } });
    const { body } = await redemptions.one(code);
    await redemptions.failed(400, 'quantity_exceeded', code);
    const entries = (await redemptions.ofVoucher(code)).body.redemption_entries;
    await redemptions.refusedRollBack(400, 'redemption_failed', entries[0]?.id ?? '');
    const { body: rollback } = await redemptions.rollBack(body.id);
    await redemptions.refusedRollBack(404, 'not_found', rollback.id);
    await redemptions.refusedRollBack(404, 'not_found', 'r_nothing');
    const error = await redemptions.refusedRollBack(400, 'invalid_payload', body.id, 'rollback', {
      order: { status: 'LOST' },
    });
    expect(error.errors?.[0]?.path).toBe('order.status');
  });

  it('needs a scope of its own, which a storefront lacks', async () => {
    const code = await redemptions.vouchers.make(amountOff(40));
    const ingest = await RedemptionCalls.create('ingest');
    const { body } = await ingest.one(code, { order: makeOrder() });
    await ingest.refusedRollBack(403, 'missing_scope', body.id);
    await ingest.client.refused(403, 'missing_scope', 'GET', `/v1/redemptions/${body.id}`);
  });
});

describe('rolling a stack back', () => {
  const redeem = async () => {
    const { vouchers } = redemptions;
    const codes = [await vouchers.make(amountOff(30, 'APPLY_TO_ITEMS')), await vouchers.make(percentOff(50))];
    const { body } = await redemptions.stack(codes, { order: makeOrder({ customer: customer() }) });
    return { codes, body };
  };

  it('rolls all in it back', async () => {
    const { codes, body } = await redeem();
    const parent = topOf(body);
    const { body: rolledBack, cost } = await redemptions.rollBackStack(parent.id, { reason: 'returned' });
    expect(rolledBack.order).toMatchObject({
      status: 'CANCELED',
      total_discount_amount: 0,
      total_amount: 1540,
    });
    expect(rolledBack.parent_rollback).toMatchObject({
      redemption: parent.id,
      related_object_type: 'redemption',
      related_object_id: parent.id,
      reason: 'returned',
    });
    expect(rolledBack.rollbacks.map((one) => [one.redemption, one.voucher?.code])).toEqual(
      body.redemptions.map((one) => [one.id, one.voucher?.code]),
    );
    expect(rolledBack.order?.redemptions?.[parent.id]).toMatchObject({
      stacked: body.redemptions.map(({ id }) => id),
      rollback_id: rolledBack.parent_rollback?.id,
      rollback_stacked: rolledBack.rollbacks.map(({ id }) => id),
    });
    for (const code of codes) expect(await redemptions.vouchers.used(code)).toBe(0);
    for (const { id } of body.redemptions) {
      expect((await redemptions.get(id)).body).toMatchObject({ status: 'ROLLED_BACK' });
    }
    expect(cost.roundTrips).toBe(2);
    const summary = (await redemptions.client.customer(parent.customer_id ?? '')).summary.redemptions;
    expect(summary).toMatchObject({ total_redeemed: 0, total_succeeded: 2, total_rolled_back: 2 });
    await redemptions.refusedRollBack(400, 'already_rolled_back', parent.id, 'rollbacks');
  });

  it('cannot be done in parts, but at either endpoint', async () => {
    const { body } = await redeem();
    const [first] = body.redemptions;
    for (const path of ['rollback', 'rollbacks']) {
      const error = await redemptions.refusedRollBack(
        400,
        'invalid_redemption_parent',
        first?.id ?? '',
        path,
      );
      expect(error.details).toContain(topOf(body).id);
    }
    const { body: rollback } = await redemptions.rollBack(topOf(body).id);
    expect(rollback).toMatchObject({ redemption: topOf(body).id, order: { total_amount: 1540 } });
  });

  it('answers one rollback of what is no stack', async () => {
    const code = await redemptions.vouchers.make(amountOff(40));
    const { body } = await redemptions.one(code, { order: makeOrder() });
    const { body: rolledBack } = await redemptions.rollBackStack(body.id);
    expect(rolledBack.rollbacks).toMatchObject([{ redemption: body.id }]);
    expect(rolledBack).not.toHaveProperty('parent_rollback');
  });
});

describe('one of several redemptions of an order', () => {
  it('takes back its own discounts only', async () => {
    const { vouchers, client } = redemptions;
    const each = await vouchers.make(amountOff(100, 'APPLY_TO_ITEMS'));
    const whole = await vouchers.make(percentOff(10));
    const order = makeOrder({ discount_amount: 7 });
    const first = await redemptions.one(each, { order });
    const second = await redemptions.one(whole, { order: { source_id: order.source_id } });
    expect(second.body.order).toMatchObject({
      total_discount_amount: 7 + 300 + 123,
      applied_discount_amount: 123,
    });
    await redemptions.rollBack(first.body.id);
    const { body } = await client.get(String(order.source_id));
    expect(body).toMatchObject({
      status: 'CANCELED',
      discount_amount: 130,
      items_discount_amount: 0,
      applied_discount_amount: 123,
      total_amount: 1410,
    });
    await redemptions.rollBack(second.body.id);
    expect((await client.get(String(order.source_id))).body).toMatchObject({
      discount_amount: 7,
      total_amount: 1533,
    });
  });
});

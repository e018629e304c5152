import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderEvent } from '../../../shared/events.ts';
import type { Order } from '../../../shared/orders/orders.ts';
import { stored } from '../database.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { ValidationCalls } from '../validations/calls.ts';
import { amountOff, percentOff } from '../vouchers/calls.ts';
import { RedemptionCalls, topOf } from './calls.ts';

let redemptions: RedemptionCalls;
beforeAll(async () => {
  redemptions = await RedemptionCalls.create('staff');
});

const person = () => ({ source_id: uniqueId('crm'), name: 'Ann', email: 'ann@example.com' });

describe('redeeming a voucher', () => {
  it('makes the order, paid and less the discount, and counts the use', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(percentOff(10), { redemption: { quantity: 5 } });
    const order = makeOrder();
    const customer = person();
    const { body, cost } = await redemptions.one(code, {
      order,
      customer,
      metadata: { channel: 'web' },
      tracking_id: 'track-1',
    });
    const voucher = (await vouchers.get(code)).body;
    expect(voucher.redemption).toMatchObject({ quantity: 5, redeemed_quantity: 1 });
    const stored = (await client.get(String(order.source_id))).body;
    expect(stored).toMatchObject({
      status: 'PAID',
      amount: 1540,
      initial_amount: 1540,
      discount_amount: 154,
      total_discount_amount: 154,
      total_amount: 1386,
      applied_discount_amount: 154,
      total_applied_discount_amount: 154,
      customer: customer,
      redemptions: {
        [body.id]: { date: body.date, related_object_type: 'redemption', related_object_id: body.id },
      },
    });
    expect(body).toEqual({
      id: expect.stringMatching(/^r_/),
      object: 'redemption',
      date: expect.any(String),
      customer_id: stored.customer_id,
      tracking_id: 'track-1',
      metadata: { channel: 'web' },
      redemption: null,
      result: 'SUCCESS',
      status: 'SUCCEEDED',
      order: stored,
      channel: { channel_id: client.key.appId, channel_type: 'API' },
      customer: { id: stored.customer_id, object: 'customer', ...customer },
      related_object_type: 'voucher',
      related_object_id: voucher.id,
      voucher,
    });
    expect((await redemptions.get(body.id)).body).toEqual(body);
    expect(cost.roundTrips).toBe(2);
  });

  it('stores what is off each line', async () => {
    const code = await redemptions.vouchers.make(amountOff(100, 'APPLY_TO_ITEMS_PROPORTIONALLY'));
    const { body } = await redemptions.one(code, { order: makeOrder() });
    const { body: order } = await redemptions.client.get(body.order?.id ?? '');
    expect(order).toMatchObject({
      discount_amount: 0,
      items_discount_amount: 100,
      items_applied_discount_amount: 100,
      total_amount: 1440,
    });
    expect(order.items).toEqual([
      expect.objectContaining({
        amount: 900,
        discount_amount: 59,
        applied_discount_amount: 59,
        subtotal_amount: 841,
      }),
      expect.objectContaining({
        amount: 390,
        discount_amount: 25,
        applied_discount_amount: 25,
        subtotal_amount: 365,
      }),
      expect.objectContaining({
        amount: 250,
        discount_amount: 16,
        applied_discount_amount: 16,
        subtotal_amount: 234,
      }),
    ]);
    expect(JSON.stringify(order)).not.toContain('"applied":');
  });

  it('takes the order that is there, as the request changes it', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(100));
    const { body: before } = await client.post(makeOrder({ customer: person(), metadata: { a: 1, b: 1 } }));
    const { body } = await redemptions.one(code, { order: { id: before.id, metadata: { b: 2 } } });
    const { body: after, headers } = await client.get(before.id);
    expect(after).toEqual({
      ...before,
      status: 'PAID',
      discount_amount: 100,
      total_discount_amount: 100,
      total_amount: 1440,
      applied_discount_amount: 100,
      total_applied_discount_amount: 100,
      metadata: { a: 1, b: 2 },
      updated_at: expect.any(String),
      redemptions: { [body.id]: expect.any(Object) },
    });
    expect(headers.get('ETag')).toBe('"2"');
    const other = await redemptions.one(code, {
      order: { source_id: before.source_id, items: [{ price: 300, quantity: 1 }], status: 'CREATED' },
    });
    expect(other.body.order).toMatchObject({
      id: before.id,
      status: 'CREATED',
      amount: 300,
      discount_amount: 200,
      total_amount: 100,
      applied_discount_amount: 100,
    });
    expect(Object.keys((await client.get(before.id)).body.redemptions ?? {})).toEqual([
      body.id,
      other.body.id,
    ]);
  });

  it('makes an order of an id that the client made', async () => {
    const code = await redemptions.vouchers.make(amountOff(1));
    const { body: other } = await redemptions.client.post({});
    const id = other.id.replace(/.{6}$/, 'zzzzzz');
    const { body } = await redemptions.one(code, { order: { id, amount: 100 } });
    expect(body.order).toMatchObject({ id, total_amount: 99 });
  });

  it('leaves an event of the order, and a summary of the customer', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(percentOff(50));
    const { body: order } = await client.post(makeOrder({ customer: person() }));
    const { body } = await redemptions.one(code, { order: { id: order.id } });
    const { body: activity } = await client.call<{ data: OrderEvent[] }>(
      'GET',
      `/v1/orders/${order.id}/activity`,
    );
    expect(activity.data[0]).toMatchObject({
      type: 'order.paid',
      event_source: { api_key: { id: client.key.id } },
    });
    expect(activity.data[0]?.data.changes).toEqual([
      { field: 'status', old: 'CREATED', new: 'PAID' },
      { field: 'discount_amount', old: 0, new: 770 },
      { field: 'total_amount', old: 1540, new: 770 },
      { field: `redemptions.${body.id}` },
    ]);
    expect((await client.customer(order.customer_id ?? '')).summary).toMatchObject({
      orders: { total_count: 1, total_amount: 770, last_order_amount: 770 },
      redemptions: { total_redeemed: 1, total_succeeded: 1, total_failed: 0, total_rolled_back: 0 },
    });
  });

  it('counts a use without an order, and makes the customer', async () => {
    const code = await redemptions.vouchers.make(amountOff(100));
    const customer = person();
    const { body, cost } = await redemptions.one(code, { customer });
    expect(body).toMatchObject({
      order: null,
      customer: { object: 'customer', ...customer },
      result: 'SUCCESS',
    });
    expect(cost.roundTrips).toBe(2);
    const alone = await redemptions.one(code);
    expect(alone.body).toMatchObject({ order: null, customer: null, customer_id: null });
    const again = await redemptions.one(code, { customer: { id: body.customer_id } });
    expect(again.body.customer_id).toBe(body.customer_id);
    expect(await redemptions.vouchers.used(code)).toBe(3);
    expect((await redemptions.client.customer(customer.source_id)).summary.redemptions.total_redeemed).toBe(
      2,
    );
  });

  it('takes what lines lack from the catalogue', async () => {
    const source_id = uniqueId('priced');
    await redemptions.vouchers.client.call('POST', '/v1/products', {
      body: { source_id, name: 'Mug', price: 700 },
    });
    const code = await redemptions.vouchers.make(percentOff(10));
    const { body, cost } = await redemptions.one(code, { order: { items: [{ source_id, quantity: 2 }] } });
    expect(body.order).toMatchObject({
      amount: 1400,
      total_amount: 1260,
      items: [{ product: { name: 'Mug' } }],
    });
    expect(cost.roundTrips).toBe(2);
  });

  it('writes what a line overrides, for who may', async () => {
    const { vouchers } = redemptions;
    const code = await vouchers.make(amountOff(1));
    const source_id = uniqueId('made');
    const order = { items: [{ price: 50, product: { source_id, name: 'New', override: true } }] };
    await redemptions.failed(403, 'missing_scope', code, { order });
    const ingest = await RedemptionCalls.create('ingest');
    await ingest.one(code, { order });
    const { body } = await vouchers.client.call('GET', `/v1/products/${source_id}`);
    expect(body).toMatchObject({ name: 'New' });
    expect(await vouchers.used(code)).toBe(1);
  });
});

describe('redeeming a stack', () => {
  it('does what its validation has shown, as one redemption with all in it', async () => {
    const { vouchers, client } = redemptions;
    const codes = [
      await vouchers.make(percentOff(10, { effect: 'APPLY_TO_ITEMS' })),
      await vouchers.make(amountOff(86)),
      await vouchers.make(percentOff(50)),
    ];
    const order = makeOrder({ customer: person() });
    const validation = await new ValidationCalls(client).stack(codes, { order });
    const { body, cost } = await redemptions.stack(codes, { order, metadata: { a: 1 } });
    const amounts = ({ amount, total_amount, discount_amount, items_discount_amount, items }: Order) => ({
      amount,
      total_amount,
      discount_amount,
      items_discount_amount,
      lines: items.map((line) => line.applied_discount_amount),
    });
    expect(amounts(body.order as Order)).toEqual(amounts(validation.body.order as Order));
    expect(body.order).toMatchObject({
      status: 'PAID',
      total_amount: 650,
      total_applied_discount_amount: 890,
    });
    const parent = topOf(body);
    expect(parent).toMatchObject({
      redemption: null,
      related_object_type: 'redemption',
      related_object_id: parent.id,
      metadata: { a: 1 },
      order: { total_applied_discount_amount: 890 },
      related_redemptions: { redemptions: body.redemptions.map(({ id, date }) => ({ id, date })) },
    });
    expect(parent).not.toHaveProperty('voucher');
    expect(
      body.redemptions.map((one) => [
        one.redemption,
        one.voucher?.code,
        one.order?.total_applied_discount_amount,
      ]),
    ).toEqual([
      [parent.id, codes[0], 154],
      [parent.id, codes[1], 86],
      [parent.id, codes[2], 650],
    ]);
    expect(body.order?.redemptions).toEqual({
      [parent.id]: {
        date: parent.date,
        related_object_type: 'redemption',
        related_object_id: parent.id,
        stacked: body.redemptions.map(({ id }) => id),
      },
    });
    for (const code of codes) expect(await vouchers.used(code)).toBe(1);
    expect(cost.roundTrips).toBe(2);
    expect((await client.get(body.order?.id ?? '')).body).toEqual(body.order);
    const summary = (await client.customer(body.order?.customer_id ?? '')).summary.redemptions;
    expect(summary).toMatchObject({ total_redeemed: 3, total_succeeded: 3 });
  });

  it('shows each in full where it is read by itself', async () => {
    const codes = [
      await redemptions.vouchers.make(amountOff(7, 'APPLY_TO_ITEMS')),
      await redemptions.vouchers.make(amountOff(5)),
    ];
    const { body } = await redemptions.stack(codes, { order: makeOrder(), options: { expand: ['order'] } });
    const [lines, whole] = body.redemptions;
    expect(lines?.order?.items?.map((item) => item.applied_discount_amount)).toEqual([7, 7, 7]);
    expect(whole?.order?.items?.map((item) => item.applied_discount_amount)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const read = await redemptions.get(lines?.id ?? '');
    expect(read.body.order).toMatchObject({
      discount_amount: 5,
      items_discount_amount: 21,
      applied_discount_amount: 0,
      items_applied_discount_amount: 21,
      total_applied_discount_amount: 21,
    });
    expect((await redemptions.get(topOf(body).id)).body.order).toMatchObject({
      applied_discount_amount: 5,
      items_applied_discount_amount: 21,
    });
  });

  it('takes 30 vouchers', async () => {
    const codes = await Promise.all(
      Array.from({ length: 30 }, () => redemptions.vouchers.make(amountOff(10))),
    );
    const { body, cost } = await redemptions.stack(codes, { order: { amount: 290 } });
    expect(body.order).toMatchObject({ amount: 290, discount_amount: 290, total_amount: 0 });
    expect(body.redemptions.at(-1)?.order?.total_applied_discount_amount).toBe(0);
    expect(cost.roundTrips).toBe(2);
  });
});

describe('what a redemption costs', () => {
  it('is two round trips, and rows for the order, the redemption and the counts', async () => {
    const customer = person();
    const code = await redemptions.vouchers.make(percentOff(10));
    await redemptions.one(code, { order: makeOrder(), customer });
    const { cost } = await redemptions.one(
      code,
      { order: makeOrder(), customer },
      { 'Idempotency-Key': uniqueId() },
    );
    expect(cost.roundTrips).toBe(2);
    expect(cost.rowsWritten).toBeLessThanOrEqual(21);
    expect(cost.rowsRead).toBeLessThanOrEqual(70);
    expect(await stored('SELECT count(*) FROM redemptions WHERE voucher_code = ?', code)).toBe(2);
  });
});

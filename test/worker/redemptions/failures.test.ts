import { beforeAll, describe, expect, it } from 'vitest';
import { stored } from '../database.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { redeemables } from '../validations/calls.ts';
import { amountOff, fromNow, percentOff, voucherPath } from '../vouchers/calls.ts';
import { RedemptionCalls } from './calls.ts';

let redemptions: RedemptionCalls;
beforeAll(async () => {
  redemptions = await RedemptionCalls.create('admin');
});

const count = (table: string) => stored<number>(`SELECT count(*) FROM ${table}`);

describe('a redemption that fails', () => {
  it.each([
    ['voucher_disabled', { active: false }],
    ['voucher_not_active', { start_date: fromNow(3_600_000) }],
    ['voucher_expired', { expiration_date: '2020-01-01T00:00:00Z' }],
  ])('for %s is recorded with its code, and writes nothing else', async (key, fields) => {
    const { vouchers } = redemptions;
    const code = await vouchers.make(percentOff(10), fields);
    const orders = await count('orders');
    const error = await redemptions.failed(400, key, code, {
      order: makeOrder({ customer: { source_id: uniqueId('never') } }),
      tracking_id: 'lost',
    });
    expect(error).toMatchObject({ resource_id: code, resource_type: 'voucher' });
    expect(error.details).toContain(code);
    expect(await count('orders')).toBe(orders);
    expect(await stored("SELECT count(*) FROM customers WHERE source_id LIKE 'never%'")).toBe(0);
    const { body } = await redemptions.ofVoucher(code);
    expect(body).toMatchObject({ total: 1, redeemed_quantity: 0 });
    expect(body.redemption_entries).toEqual([
      expect.objectContaining({
        object: 'redemption',
        result: 'FAILURE',
        status: 'FAILED',
        failure_code: key,
        failure_message: error.message,
        tracking_id: 'lost',
        order: null,
        customer: null,
        voucher: expect.objectContaining({ code }),
      }),
    ]);
  });

  it('is a 404 where there is no such voucher, and is recorded, too', async () => {
    const code = uniqueId('nothing');
    await redemptions.failed(404, 'not_found', code, { order: makeOrder() });
    const { body } = await redemptions.list(`filters[voucher_code][conditions][$is]=${code}`);
    expect(body.redemptions).toMatchObject([
      {
        result: 'FAILURE',
        failure_code: 'resource_not_found',
        related_object_id: code,
        voucher: { id: null, code },
      },
    ]);
  });

  it('counts in the summary of a known customer, with the order that was meant', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(percentOff(10), { active: false });
    const { body: order } = await client.post(makeOrder({ customer: { source_id: uniqueId('crm') } }));
    await redemptions.failed(400, 'voucher_disabled', code, { order: { id: order.id } });
    expect((await client.get(order.id)).body).toEqual(order);
    const { body } = await redemptions.ofVoucher(code);
    expect(body.redemption_entries).toMatchObject([
      { customer_id: order.customer_id, order: { id: order.id } },
    ]);
    expect((await client.customer(order.customer_id ?? '')).summary.redemptions).toMatchObject({
      total_failed: 1,
      total_redeemed: 0,
      total_succeeded: 0,
    });
  });

  it('in a stack fails all of it, and tells and records every reason', async () => {
    const { vouchers } = redemptions;
    const good = await vouchers.make(amountOff(5));
    const late = await vouchers.make(amountOff(5), { expiration_date: '2020-01-01T00:00:00Z' });
    const used = await vouchers.make(amountOff(5), { redemption: { quantity: 1 } });
    await redemptions.one(used);
    const [orders, rows] = [await count('orders'), await count('redemptions')];
    const error = await redemptions.failedStack(400, 'voucher_expired', [good, late, used, 'nowhere'], {
      order: makeOrder(),
    });
    expect(error.errors?.map(({ path }) => path)).toEqual([
      'redeemables[1].id',
      'redeemables[2].id',
      'redeemables[3].id',
    ]);
    expect(error.resource_id).toBe(late);
    expect(await count('orders')).toBe(orders);
    expect(await count('redemptions')).toBe((rows ?? 0) + 3);
    expect(await vouchers.used(good)).toBe(0);
    const { body } = await redemptions.list('limit=3&result=FAILURE');
    expect(body.redemptions.map((one) => one.object === 'redemption' && one.failure_code)).toEqual([
      'resource_not_found',
      'quantity_exceeded',
      'voucher_expired',
    ]);
  });

  it('is an exact limit: as often as the quantity says, and not once more', async () => {
    const { vouchers } = redemptions;
    const code = await vouchers.make(amountOff(5), { redemption: { quantity: 2 } });
    await redemptions.one(code, { order: makeOrder() });
    await redemptions.one(code, { order: makeOrder() });
    await redemptions.failed(400, 'quantity_exceeded', code, { order: makeOrder() });
    expect(await vouchers.used(code)).toBe(2);
    await vouchers.put(code, { redemption: { quantity: 3 } });
    await redemptions.one(code, { order: makeOrder() });
    await vouchers.put(code, { redemption: { quantity: 1 } });
    await redemptions.failed(400, 'quantity_exceeded', code, { order: makeOrder() });
    expect(await vouchers.used(code)).toBe(3);
  });

  it('takes two round trips', async () => {
    const code = await redemptions.vouchers.make(amountOff(5), { active: false });
    const { cost } = await redemptions.client.call('POST', `${voucherPath(code)}/redemption`, {
      body: { order: makeOrder() },
    });
    expect(cost.roundTrips).toBe(2);
  });
});

describe('a redemption that is refused before', () => {
  it('is not recorded, and names what is wrong', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(5));
    const rows = await count('redemptions');
    const refused = (body: Record<string, unknown>) => redemptions.failed(400, 'invalid_payload', code, body);
    expect((await refused({ session: { type: 'LOCK' } })).errors?.[0]?.path).toBe('session');
    expect((await refused({ gift: { credits: 5 } })).errors?.[0]?.path).toBe('gift');
    expect((await refused({ order: { status: 'LOST' } })).errors?.[0]?.path).toBe('order.status');
    expect((await refused({ metadata: 'text' })).errors?.[0]?.path).toBe('metadata');
    const unknown = { order: { amount: 5, customer_id: 'cust_nobody' } };
    const error = await redemptions.failed(404, 'not_found', code, unknown);
    expect(error).toMatchObject({ resource_type: 'customer', resource_id: 'cust_nobody' });
    await redemptions.failed(404, 'not_found', code, { customer: { id: 'cust_nobody' } });
    await client.refused(400, 'invalid_payload', 'POST', '/v1/redemptions', {
      body: { redeemables: redeemables(code, code) },
    });
    expect(await count('redemptions')).toBe(rows);
    expect(await vouchers.used(code)).toBe(0);
  });

  it('is one whose metadata breaks its schema', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(5));
    const schema = { properties: { channel: { type: 'string', optional: false } } };
    await client.call('PUT', '/v1/metadata-schemas/redemption', { body: schema });
    const missing = await redemptions.failed(400, 'invalid_payload', code, { order: makeOrder() });
    expect(missing.errors?.[0]?.path).toBe('metadata.channel');
    await redemptions.one(code, { order: makeOrder(), metadata: { channel: 'web' } });
    await client.call('PUT', '/v1/metadata-schemas/redemption', { body: { properties: { channel: null } } });
  });

  it('is one whose customer breaks the schema of customers, with an order and without', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(5));
    const schema = { properties: { tier: { type: 'string', eq: ['gold'] } } };
    await client.call('PUT', '/v1/metadata-schemas/customer', { body: schema });
    const customer = { source_id: uniqueId(), metadata: { tier: 'tin' } };
    for (const body of [{ customer }, { customer, order: makeOrder() }]) {
      const error = await redemptions.failed(400, 'invalid_payload', code, body);
      expect(error.errors?.[0]?.path).toBe('customer.metadata.tier');
    }
    await client.call('PUT', '/v1/metadata-schemas/customer', { body: { properties: { tier: null } } });
    expect(await vouchers.used(code)).toBe(0);
  });

  it('does not ask stored lines again, when a schema for them has come since', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(5, 'APPLY_TO_ITEMS'));
    const { body: order } = await client.post({ items: [{ price: 100, metadata: { size: 'old' } }] });
    const schema = { properties: { size: { type: 'number' } } };
    await client.call('PUT', '/v1/metadata-schemas/order_item', { body: schema });
    const { body } = await redemptions.one(code, { order: { id: order.id } });
    expect(body.order).toMatchObject({ total_amount: 95, items: [{ metadata: { size: 'old' } }] });
    await redemptions.rollBack(body.id);
    await client.call('PUT', '/v1/metadata-schemas/order_item', { body: { properties: { size: null } } });
  });
});

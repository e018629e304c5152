import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { stored } from '../database.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { amountOff, fromNow, percentOff, VoucherCalls, voucherPath } from '../vouchers/calls.ts';
import { amountsOf, redeemables, ValidationCalls } from './calls.ts';

let vouchers: VoucherCalls;
let validations: ValidationCalls;
beforeAll(async () => {
  vouchers = await VoucherCalls.create();
  validations = new ValidationCalls(await Client.create('ingest'));
  await validations.client.post(makeOrder());
});

/** Everything that a validation might change. */
const everything = () =>
  stored<string>(`SELECT json_array((SELECT count(*) FROM orders), (SELECT count(*) FROM customers), (SELECT count(*) FROM redemptions),
    (SELECT count(*) FROM products), (SELECT sum(redeemed_quantity + version) FROM vouchers), (SELECT coalesce(sum(version), 0) FROM orders))`);

describe('validating a voucher', () => {
  it('shows what it takes off a new order, and changes nothing', async () => {
    const code = await vouchers.make(percentOff(10), { metadata: { season: 'summer' } });
    const before = await everything();
    const { body, cost } = await validations.one(code, {
      order: makeOrder({ customer: { source_id: uniqueId(), name: 'Ann' }, metadata: { gift: true } }),
    });
    expect(body).toMatchObject({
      valid: true,
      code,
      discount: percentOff(10),
      metadata: { season: 'summer' },
      tracking_id: expect.stringMatching(/^track_/),
      order: {
        object: 'order',
        amount: 1540,
        discount_amount: 154,
        items_discount_amount: 0,
        total_discount_amount: 154,
        total_amount: 1386,
        applied_discount_amount: 154,
        items_applied_discount_amount: 0,
        total_applied_discount_amount: 154,
        customer_id: null,
        metadata: { gift: true },
      },
    });
    expect(body.valid && body.order?.id).toBeUndefined();
    expect(await everything()).toBe(before);
    expect(cost.roundTrips).toBe(1);
    expect(cost.rowsWritten).toBe(0);
  });

  it('takes an amount off every line, or divides it among them', async () => {
    const each = await vouchers.make(amountOff(100, 'APPLY_TO_ITEMS'));
    const { body } = await validations.one(each, { order: makeOrder() });
    expect(body.valid && body.order).toMatchObject({
      discount_amount: 0,
      items_discount_amount: 300,
      items_applied_discount_amount: 300,
      total_amount: 1240,
      items: [
        { amount: 900, discount_amount: 100, applied_discount_amount: 100, subtotal_amount: 800 },
        { amount: 390, discount_amount: 100, applied_discount_amount: 100, subtotal_amount: 290 },
        { amount: 250, discount_amount: 100, applied_discount_amount: 100, subtotal_amount: 150 },
      ],
    });
    const shared = await vouchers.make(amountOff(100, 'APPLY_TO_ITEMS_PROPORTIONALLY'));
    const { body: divided } = await validations.one(shared, { order: makeOrder() });
    expect(amountsOf(divided.valid ? divided.order : undefined)).toEqual({
      amount: 1540,
      discount: 0,
      items: 100,
      total: 1440,
      lines: [59, 25, 16],
    });
  });

  it('counts discounts that the order brings itself', async () => {
    const code = await vouchers.make(percentOff(50));
    const order = { amount: 1000, discount_amount: 200 };
    const { body } = await validations.one(code, { order });
    expect(body.valid && body.order).toMatchObject({
      discount_amount: 600,
      applied_discount_amount: 400,
      total_amount: 400,
    });
  });

  it('applies to a stored order as the request changes it', async () => {
    const code = await vouchers.make(amountOff(100));
    const { body: order } = await validations.client.post(
      makeOrder({ customer: { source_id: uniqueId(), name: 'Ann' } }),
    );
    const { body } = await validations.one(code, { order: { id: order.id } });
    expect(body.valid && body.order).toEqual({
      ...order,
      discount_amount: 100,
      total_discount_amount: 100,
      total_amount: 1440,
      applied_discount_amount: 100,
      total_applied_discount_amount: 100,
    });
    const changed = await validations.one(code, {
      order: { source_id: order.source_id, items: [{ price: 60, quantity: 1 }], metadata: { a: 1 } },
    });
    expect(changed.body.valid && changed.body.order).toMatchObject({
      id: order.id,
      amount: 60,
      discount_amount: 60,
      total_amount: 0,
      metadata: { a: 1 },
    });
    expect(changed.cost.roundTrips).toBe(1);
  });

  it('takes prices from the catalogue in the same round trip', async () => {
    const source_id = uniqueId('priced');
    await vouchers.client.call('POST', '/v1/products', { body: { source_id, name: 'Mug', price: 700 } });
    const code = await vouchers.make(percentOff(10));
    const { body, cost } = await validations.one(code, { order: { items: [{ source_id, quantity: 2 }] } });
    expect(body.valid && body.order).toMatchObject({
      amount: 1400,
      total_amount: 1260,
      items: [{ price: 700 }],
    });
    expect(cost.roundTrips).toBe(1);
  });

  it('says yes without an order', async () => {
    const code = await vouchers.make(percentOff(10));
    const { body } = await validations.one(code, { tracking_id: 'mine' });
    expect(body).toMatchObject({ valid: true, tracking_id: 'mine' });
    expect(body).not.toHaveProperty('order');
  });
});

describe('a voucher that does not apply', () => {
  it('is an answer with the reason', async () => {
    const made = (fields: Record<string, unknown>) => vouchers.make(percentOff(10), fields);
    const day = new Date().getUTCDay();
    const cases: [string | undefined, string][] = [
      ['resource_not_found', uniqueId('nothing')],
      ['voucher_disabled', await made({ active: false })],
      ['voucher_not_active', await made({ start_date: fromNow(60_000) })],
      [undefined, await made({ start_date: fromNow(-1000) })],
      ['voucher_expired', await made({ expiration_date: fromNow(-1000) })],
      [undefined, await made({ expiration_date: fromNow(60_000) })],
      ['voucher_not_active_now', await made({ validity_day_of_week: [(day + 2) % 7, (day + 3) % 7] })],
      [undefined, await made({ validity_day_of_week: [day, (day + 1) % 7] })],
      [undefined, await made({ redemption: { quantity: 1 } })],
    ];
    for (const [key, code] of cases) {
      expect(await validations.refusal(code, { order: { amount: 100 } })).toBe(key);
    }
  });

  it('is told in the shape of an error', async () => {
    const code = await vouchers.make(percentOff(10), { expiration_date: '2020-01-01T00:00:00Z' });
    const { body, headers } = await validations.one(code, { order: { amount: 100 } });
    expect(body).toEqual({
      valid: false,
      code,
      error: {
        code: 400,
        key: 'voucher_expired',
        message: 'voucher expired',
        details: `Voucher ${code} was valid to 2020-01-01T00:00:00.000Z.`,
        request_id: headers.get('X-Request-Id'),
        resource_id: code,
        resource_type: 'voucher',
      },
      reason: 'voucher expired',
      metadata: {},
      tracking_id: expect.any(String),
    });
    const unknown = await validations.one('no such code');
    expect(unknown.body).toMatchObject({ valid: false, error: { code: 404, key: 'resource_not_found' } });
  });
});

describe('validating a stack', () => {
  it('lets each voucher see the order as the one before has left it', async () => {
    const codes = [
      await vouchers.make(percentOff(10, { effect: 'APPLY_TO_ITEMS' })),
      await vouchers.make(amountOff(86)),
      await vouchers.make(percentOff(50)),
    ];
    const { body, cost } = await validations.stack(codes, { order: makeOrder() });
    expect(body.valid).toBe(true);
    expect(body.redeemables.map(({ status, id }) => [status, id])).toEqual(
      codes.map((code) => ['APPLICABLE', code]),
    );
    const after = body.redeemables.map((one) => (one.status === 'APPLICABLE' ? one.order : undefined));
    expect(after.map((order) => [order?.total_amount, order?.total_applied_discount_amount])).toEqual([
      [1386, 154],
      [1300, 86],
      [650, 650],
    ]);
    expect(amountsOf(body.order)).toEqual({
      amount: 1540,
      discount: 736,
      items: 154,
      total: 650,
      lines: [90, 39, 25],
    });
    expect(body.order).toMatchObject({
      applied_discount_amount: 736,
      items_applied_discount_amount: 154,
      total_applied_discount_amount: 890,
    });
    expect(cost.roundTrips).toBe(1);
    const swapped = await validations.stack(codes.toReversed(), { order: makeOrder() });
    expect(swapped.body.order?.total_amount).not.toBe(650);
  });

  it('shows the lines after each', async () => {
    const code = await vouchers.make(amountOff(10, 'APPLY_TO_ITEMS'));
    const { body } = await validations.stack([code], { order: makeOrder() });
    expect(body.redeemables[0]).toMatchObject({
      order: { items: [{ applied_discount_amount: 10 }, {}, {}] },
    });
  });

  it('is valid only if all apply, and tells all reasons at once', async () => {
    const [good, late, off] = [
      await vouchers.make(amountOff(10)),
      await vouchers.make(amountOff(10), { expiration_date: '2020-01-01T00:00:00Z' }),
      await vouchers.make(amountOff(10), { active: false }),
    ];
    const other = await vouchers.make(amountOff(10));
    const { body } = await validations.stack([good, late, other, off, 'nothing'], { order: makeOrder() });
    expect(body.valid).toBe(false);
    expect(body.redeemables.map(({ status }) => status)).toEqual([
      'APPLICABLE',
      'INAPPLICABLE',
      'SKIPPED',
      'INAPPLICABLE',
      'INAPPLICABLE',
    ]);
    expect(body.inapplicable_redeemables?.map(({ result }) => result.details.key)).toEqual([
      'voucher_expired',
      'voucher_disabled',
      'resource_not_found',
    ]);
    expect(body.skipped_redeemables?.map(({ id }) => id)).toEqual([other]);
    expect(body).not.toHaveProperty('order');
  });

  it('takes 30 redeemables in one round trip', async () => {
    const codes = await Promise.all(Array.from({ length: 30 }, () => vouchers.make(amountOff(10))));
    const { body, cost } = await validations.stack(codes, { order: makeOrder() });
    expect(body.order?.total_amount).toBe(1240);
    expect(cost.roundTrips).toBe(1);
    expect(cost.rowsRead).toBeLessThanOrEqual(100);
  });
});

describe('a request that cannot be validated', () => {
  const refused = (body: unknown) =>
    validations.client.refused(400, 'invalid_payload', 'POST', '/v1/validations', { body });

  it.each([
    ['redeemables', {}],
    ['redeemables', { redeemables: [] }],
    ['redeemables', { redeemables: redeemables(...Array.from({ length: 31 }, (_, index) => `c${index}`)) }],
    ['redeemables[1].id', { redeemables: redeemables('a', 'a') }],
    ['redeemables[0].object', { redeemables: [{ object: 'promotion_tier', id: 'promo_1' }] }],
    ['redeemables[0].object', { redeemables: [{ object: 'loyalty_card', id: 'x' }] }],
    ['redeemables[0].gift', { redeemables: [{ object: 'voucher', id: 'x', gift: { credits: 1 } }] }],
    ['redeemables[0].reward', { redeemables: [{ object: 'voucher', id: 'x', reward: { id: 'rew_1' } }] }],
    ['session', { redeemables: redeemables('a'), session: { type: 'LOCK' } }],
    ['order.items[0].quantity', { redeemables: redeemables('a'), order: { items: [{ quantity: -1 }] } }],
    ['order.id', { redeemables: redeemables('a'), order: { id: 'mine' } }],
    [
      'customer.source_id',
      {
        redeemables: redeemables('a'),
        customer: { source_id: 'a' },
        order: { customer: { source_id: 'b' } },
      },
    ],
    ['options.expand[0]', { redeemables: redeemables('a'), options: { expand: ['all'] } }],
  ])('names %s', async (path, body) => {
    expect((await refused(body)).errors?.map((one) => one.path)).toContain(path);
  });

  it('names a voucher twice, by code and by id', async () => {
    const { body } = await vouchers.post({ discount: amountOff(1) });
    const error = await refused({ redeemables: redeemables(body.code, body.id) });
    expect(error.errors?.[0]?.path).toBe('redeemables[1].id');
  });

  it('overflows exact amounts', async () => {
    const price = Number.MAX_SAFE_INTEGER;
    const error = await refused({
      redeemables: redeemables('a'),
      order: { items: [{ price, quantity: 2 }] },
    });
    expect(error.errors?.[0]?.path).toBe('items[0].amount');
  });

  it('needs the scope, which an analyst lacks and staff has', async () => {
    const code = await vouchers.make(amountOff(1));
    const path = `${voucherPath(code)}/validate`;
    const analyst = await Client.create('analyst');
    await analyst.refused(403, 'missing_scope', 'POST', path, { body: {} });
    const staff = await Client.create('staff');
    expect((await staff.call('POST', path, { body: {} })).status).toBe(200);
  });
});

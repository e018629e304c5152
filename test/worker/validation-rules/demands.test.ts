import { beforeAll, describe, expect, it } from 'vitest';
import { makeOrder, uniqueId } from '../factories.ts';
import type { RedemptionCalls } from '../redemptions/calls.ts';
import { redeemables, type ValidationCalls } from '../validations/calls.ts';
import { amountOff, percentOff, voucherPath } from '../vouchers/calls.ts';
import { createDemands, rule, type ValidationRuleCalls } from './calls.ts';

let rules: ValidationRuleCalls;
let redemptions: RedemptionCalls;
let validations: ValidationCalls;
beforeAll(async () => {
  ({ rules, redemptions, validations } = await createDemands());
});

/** The code of a voucher that demands one validation rule of these rules. */
async function demanding(given: unknown[], fields = {}, discount: unknown = amountOff(100)): Promise<string> {
  const id = await rules.make(given, fields);
  return redemptions.vouchers.make(discount, { validation_rules: [id] });
}

const atLeast = (name: string, amount: number) => rule(name, '$more_than_or_equal', amount);

describe('what a voucher demands of the cart', () => {
  it('is decided below, at and above its bound', async () => {
    const code = await demanding([atLeast('order.amount', 5000)]);
    const found = await Promise.all(
      [4999, 5000, 5001].map((amount) => validations.refusal(code, { order: { amount } })),
    );
    expect(found).toEqual(['order_rules_violated', undefined, undefined]);
    expect(await validations.refusal(code)).toBe('order_rules_violated');
  });

  it('is the content as the catalogue and stored orders fill it', async () => {
    const two = { 1: atLeast('order.items.aggregated_quantity', 2) };
    const mugs = {
      name: 'order.items.any',
      conditions: { $is: [{ id: 'mug', object: 'product' }] },
      rules: two,
    };
    const code = await demanding([mugs]);
    expect(await validations.refusal(code, { order: makeOrder() })).toBeUndefined();
    const { body: order } = await redemptions.client.post(makeOrder());
    expect(await validations.refusal(code, { order: { id: order.id } })).toBeUndefined();
    const lines = [{ source_id: 'mug', related_object: 'product', quantity: 1, price: 450 }];
    expect(await validations.refusal(code, { order: { items: lines } })).toBe('order_rules_violated');
    expect(await validations.refusal(code, { order: { amount: 900 } })).toBe('order_rules_violated');
  });

  it('is the amount as the vouchers before have left it', async () => {
    const first = await redemptions.vouchers.make(amountOff(100));
    const code = await demanding([atLeast('order.total_amount', 1000)]);
    const valid = async (amount: number) =>
      (await validations.stack([first, code], { order: { amount } })).body.valid;
    expect([await valid(1099), await valid(1100)]).toEqual([false, true]);
    const before = await demanding([atLeast('order.amount', 1100)]);
    expect((await validations.stack([first, before], { order: { amount: 1100 } })).body.valid).toBe(true);
  });
});

describe('a refusal', () => {
  const own = { ...atLeast('order.amount', 5000), error: { message: 'Spend at least 50' } };

  it('has the key of what the rule is about and says what the rule says', async () => {
    const code = await demanding([own], { name: 'Fifty' });
    const { body } = await validations.one(code, { order: { amount: 1 } });
    expect(body).toMatchObject({
      valid: false,
      reason: 'Spend at least 50',
      error: {
        code: 400,
        key: 'order_rules_violated',
        message: 'order does not match validation rules',
        details: `Voucher ${code} demands "Fifty", of which order.amount does not hold.`,
        error: { message: 'Spend at least 50' },
        resource_id: code,
      },
    });
    const other = await redemptions.vouchers.make(amountOff(1));
    const { body: stack } = await validations.stack([code, other], { order: { amount: 1 } });
    expect(stack.redeemables).toMatchObject([
      {
        status: 'INAPPLICABLE',
        result: {
          error: { key: 'order_rules_violated', error: { message: 'Spend at least 50' } },
          details: { key: 'order_rules_violated', message: 'Spend at least 50' },
        },
      },
      { status: 'SKIPPED' },
    ]);
  });

  it('says what the validation rule says where the rule itself says nothing, else what the API does', async () => {
    const set = await demanding([atLeast('order.amount', 5000)], { error: { message: 'Not enough' } });
    expect((await validations.one(set)).body).toMatchObject({ reason: 'Not enough' });
    const mute = await demanding([atLeast('order.amount', 5000)]);
    const { body } = await validations.one(mute);
    expect(body).toMatchObject({ reason: 'order does not match validation rules' });
    expect(body).not.toHaveProperty('error.error');
  });

  it('of a redemption is recorded, and the same for its idempotency key', async () => {
    const code = await demanding([own]);
    const key = { 'Idempotency-Key': uniqueId('once') };
    const body = { order: { amount: 1 } };
    const error = await redemptions.failed(400, 'order_rules_violated', code, body, key);
    expect(error).toMatchObject({ error: { message: 'Spend at least 50' }, resource_id: code });
    const { body: again } = await redemptions.client.call<typeof error>(
      'POST',
      `${voucherPath(code)}/redemption`,
      {
        body,
        headers: key,
      },
    );
    expect({ ...again, request_id: '' }).toEqual({ ...error, request_id: '' });
    expect((await redemptions.ofVoucher(code)).body.redemption_entries).toMatchObject([
      { result: 'FAILURE', failure_code: 'order_rules_violated', failure_message: 'Spend at least 50' },
    ]);
    expect(await redemptions.vouchers.used(code)).toBe(0);
  });

  it('of one in a stack undoes all of it, and each tells its own', async () => {
    const [code, never] = [await demanding([own]), await demanding([atLeast('redemption.count.total', 9)])];
    const free = await redemptions.vouchers.make(amountOff(1));
    const error = await redemptions.failedStack(400, 'order_rules_violated', [free, code, never], {
      order: { amount: 10 },
    });
    expect(error.errors).toMatchObject([
      { path: 'redeemables[1].id', message: 'Spend at least 50' },
      { path: 'redeemables[2].id' },
    ]);
    expect(await redemptions.vouchers.used(free)).toBe(0);
  });

  it('comes after those of the voucher itself, and from each of its validation rules', async () => {
    const ids = [
      await rules.make([atLeast('order.amount', 10)]),
      await rules.make([atLeast('order.items.count', 1)]),
    ];
    const code = await redemptions.vouchers.make(amountOff(1), { validation_rules: ids });
    expect(await validations.refusal(code, { order: { amount: 10 } })).toBe('order_rules_violated');
    expect(await validations.refusal(code, { order: { items: [{ price: 9, quantity: 1 }] } })).toBe(
      'order_rules_violated',
    );
    expect(
      await validations.refusal(code, { order: { items: [{ price: 10, quantity: 1 }] } }),
    ).toBeUndefined();
    await redemptions.client.call('POST', `${voucherPath(code)}/disable`);
    expect(await validations.refusal(code)).toBe('voucher_disabled');
  });
});

describe('what a voucher demands of who redeems, and how', () => {
  const vip = { name: 'customer.metadata', property: 'tier', conditions: { $is: ['gold'] } };

  it('is metadata of the customer, stored under what the request gives', async () => {
    const code = await demanding([vip]);
    const source_id = uniqueId('crm');
    await redemptions.client.post({ customer: { source_id, metadata: { tier: 'gold', age: 7 } } });
    const { customer_id: id } = (await redemptions.client.post({ customer: { source_id } })).body;
    for (const customer of [{ source_id }, { id }, { source_id, metadata: { age: 8 } }])
      expect(await validations.refusal(code, { customer })).toBeUndefined();
    expect(await validations.refusal(code, { order: { customer_id: id } })).toBeUndefined();
    const { body: order } = await redemptions.client.post({ amount: 1, customer: { source_id } });
    expect(await validations.refusal(code, { order: { id: order.id } })).toBeUndefined();
    expect(await validations.refusal(code, { order: { id: order.id, customer_id: null } })).toBe(
      'customer_rules_violated',
    );
    const silver = { source_id, metadata: { tier: 'silver' } };
    expect(await validations.refusal(code, { customer: silver })).toBe('customer_rules_violated');
    expect(await validations.refusal(code, { customer: { metadata: { tier: 'gold' } } })).toBeUndefined();
    for (const body of [{}, { customer: { source_id: uniqueId('new') } }])
      expect(await validations.refusal(code, body)).toBe('customer_rules_violated');
  });

  it('is metadata of the order, merged as it would be, of its lines, and of the redemption', async () => {
    const express = { name: 'order.metadata', property: 'shipping', conditions: { $is: ['express'] } };
    const gift = { name: 'order.items.metadata', property: 'gift', conditions: { $is: [true] } };
    const code = await demanding([express, gift, { ...vip, name: 'redemption.metadata' }]);
    const items = [{ price: 1, quantity: 1, metadata: { gift: true } }];
    const { body: order } = await redemptions.client.post({ items, metadata: { shipping: 'post' } });
    const body = { order: { id: order.id, metadata: { shipping: 'express' } }, metadata: { tier: 'gold' } };
    expect(await validations.refusal(code, body)).toBeUndefined();
    expect(await validations.refusal(code, { ...body, order: { id: order.id } })).toBe(
      'order_rules_violated',
    );
    expect(await validations.refusal(code, { ...body, metadata: {} })).toBe('redemption_rules_violated');
    await redemptions.one(code, body);
  });

  it('is a time', async () => {
    const day = 24 * 60 * 60 * 1000;
    const moment = (days: number) => new Date(Date.now() + days * day).toISOString();
    const past = await demanding([
      rule('redemption.date', '$timeframe_absolute', `${moment(-2)}/${moment(-1)}`),
    ]);
    const present = await demanding([
      rule('redemption.date', '$timeframe_absolute', `${moment(-1)}/${moment(1)}`),
    ]);
    expect(await validations.refusal(past)).toBe('redemption_rules_violated');
    expect(await validations.refusal(present)).toBeUndefined();
    const never = await demanding([rule('redemption.day_of_week', '$dow', (new Date().getUTCDay() + 3) % 7)]);
    expect(await validations.refusal(never)).toBe('redemption_rules_violated');
  });

  it('combines as the expression says', async () => {
    const id = (
      await rules.post({
        rules: {
          1: atLeast('order.amount', 100),
          2: vip,
          3: atLeast('order.items.count', 1),
          logic: '1 AND (2 OR 3)',
        },
      })
    ).body.id;
    const code = await redemptions.vouchers.make(amountOff(1), { validation_rules: [id] });
    const customer = { metadata: { tier: 'gold' } };
    expect(await validations.refusal(code, { order: { amount: 100 } })).toBe('customer_rules_violated');
    expect(await validations.refusal(code, { order: { amount: 100 }, customer })).toBeUndefined();
    expect(await validations.refusal(code, { order: { amount: 99 }, customer })).toBe('order_rules_violated');
    const items = [{ price: 100, quantity: 1 }];
    expect(await validations.refusal(code, { order: { items } })).toBeUndefined();
  });
});

describe('a discount of lines', () => {
  const mug = { object: 'product', id: 'mug' };
  const tea = { object: 'sku', id: 'tea-100' };
  const offLines = percentOff(10, { effect: 'APPLY_TO_ITEMS' });
  const linesOf = async (code: string, order: unknown = makeOrder()) => {
    const { body } = await validations.one(code, { order });
    if (!body.valid) throw new Error(body.error.key);
    return {
      lines: body.order?.items.map((item) => item.discount_amount ?? 0),
      applicable: body.applicable_to.data.map((one) => [one.id, one.order_item_indices]),
      inapplicable: body.inapplicable_to.data.map((one) => [one.id, one.order_item_indices]),
    };
  };

  it('touches those that its validation rules include, and none that they exclude', async () => {
    const only = await demanding([], { applicable_to: { included: [mug, tea], excluded: [tea] } }, offLines);
    expect(await linesOf(only)).toEqual({
      lines: [90, 0, 0],
      applicable: [
        ['mug', [0]],
        ['tea-100', [1]],
      ],
      inapplicable: [['tea-100', [1]]],
    });
    const but = await demanding([], { applicable_to: { excluded: [mug] } }, offLines);
    expect((await linesOf(but)).lines).toEqual([0, 39, 25]);
    const shared = amountOff(100, 'APPLY_TO_ITEMS_PROPORTIONALLY');
    const divided = await demanding([], { applicable_to: { excluded: [mug] } }, shared);
    expect((await linesOf(divided)).lines).toEqual([0, 61, 39]);
    const each = await demanding(
      [],
      { applicable_to: { included: [mug] } },
      amountOff(100, 'APPLY_TO_ITEMS'),
    );
    expect((await linesOf(each)).lines).toEqual([100, 0, 0]);
  });

  it('keeps to what all of its validation rules allow', async () => {
    const ids = await Promise.all([
      rules.make([], { applicable_to: { included: [mug, tea] } }),
      rules.make([], { applicable_to: { excluded: [mug] } }),
    ]);
    const code = await redemptions.vouchers.make(offLines, { validation_rules: ids });
    expect((await linesOf(code)).lines).toEqual([0, 39, 0]);
  });

  it('is refused where it may touch none, and one of the whole order is not', async () => {
    const applicable_to = { included: [{ object: 'product', id: 'lamp' }] };
    const code = await demanding([], { applicable_to, error: { message: 'Lamps only' } }, offLines);
    const { body } = await validations.one(code, { order: makeOrder() });
    expect(body).toMatchObject({
      valid: false,
      reason: 'Lamps only',
      error: { key: 'order_rules_violated' },
    });
    expect(await validations.refusal(code)).toBe('order_rules_violated');
    const whole = await demanding([], { applicable_to });
    expect(await validations.refusal(whole, { order: makeOrder() })).toBeUndefined();
  });

  it('is redeemed with the same lines', async () => {
    const code = await demanding([], { applicable_to: { included: [mug] } }, offLines);
    const { body } = await redemptions.one(code, { order: makeOrder() });
    const order = body.order as { items: { discount_amount?: number }[] };
    expect(order.items.map((item) => item.discount_amount ?? 0)).toEqual([90, 0, 0]);
  });
});

describe('the cost', () => {
  it('of a validation of a voucher with three rules is one round trip', async () => {
    const vip = { name: 'customer.metadata', property: 'tier', conditions: { $is: ['gold'] } };
    const three = [
      atLeast('order.amount', 100),
      vip,
      rule('redemption.count.per_customer', '$less_than_or_equal', 1),
    ];
    const code = await demanding(three);
    const customer = { source_id: uniqueId('crm'), metadata: { tier: 'gold' } };
    await redemptions.client.post({ customer });
    const body = { order: makeOrder({ customer }) };
    const { cost } = await validations.one(code, body);
    expect(cost.roundTrips).toBe(1);
    expect(cost.rowsWritten).toBe(0);
    expect(cost.rowsRead).toBeLessThanOrEqual(20);
    const ids = await Promise.all(three.map((one) => rules.make([one])));
    const each = await redemptions.vouchers.make(amountOff(1), { validation_rules: ids });
    expect((await validations.one(each, body)).cost.roundTrips).toBe(1);
    expect((await redemptions.one(each, body)).cost.roundTrips).toBe(2);
  });

  it('of a stack of 30 with a rule each is one round trip', async () => {
    const id = await rules.make([atLeast('order.amount', 1)]);
    const codes = await Promise.all(
      Array.from({ length: 30 }, () => redemptions.vouchers.make(amountOff(1), { validation_rules: [id] })),
    );
    const { body, cost } = await validations.stack(codes, { order: { amount: 100 } });
    expect([body.valid, cost.roundTrips]).toEqual([true, 1]);
    expect(body.redeemables).toHaveLength(redeemables(...codes).length);
  });
});

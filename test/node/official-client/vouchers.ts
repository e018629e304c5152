import type { RedemptionsRedeemStackableResponse, VouchersCreate } from '@voucherify/sdk';
import { expect, test } from 'vitest';
import { notFound, official } from './official.ts';

const amountOff = (amount_off: number): NonNullable<VouchersCreate['discount']> => ({
  // The client's own enum has no value at run time.
  type: 'AMOUNT' as never,
  amount_off,
});
const order = (name: string) => ({
  source_id: `order/${name}`,
  items: [
    {
      source_id: 'mug',
      related_object: 'product' as const,
      quantity: 2,
      price: 450,
      product: { name: 'Mug' },
    },
    { source_id: 'tea', related_object: 'sku' as const, quantity: 1, price: 390, sku: { sku: 'Tea, 100 g' } },
  ],
});
const customer = (name: string) => ({
  object: 'customer' as const,
  source_id: `customer/${name}`,
  name: 'Ann',
  email: 'ann@example.com',
});

/** A voucher that takes off an amount, once. */
async function makeVoucher(code: string, amount = 290): Promise<string> {
  await official.client.vouchers.create({
    code,
    type: 'DISCOUNT_VOUCHER',
    discount: amountOff(amount),
    redemption: { quantity: 1 },
    metadata: { season: 'summer' },
  });
  return code;
}

test('creates, gets, updates, lists, disables, enables and deletes vouchers', async () => {
  const { vouchers } = official.client;
  const random = await vouchers.create({
    type: 'DISCOUNT_VOUCHER',
    discount: amountOff(5),
    code_config: { length: 12 },
  });
  expect(random).toMatchObject({ id: expect.stringMatching(/^v_/), object: 'voucher', active: true });
  expect(random.code).toHaveLength(12);
  await makeVoucher('LIST/me 1');
  const made = await vouchers.get('LIST/me 1');
  expect(made).toMatchObject({
    code: 'LIST/me 1',
    discount: { type: 'AMOUNT', amount_off: 290 },
    redemption: { quantity: 1, redeemed_quantity: 0 },
    metadata: { season: 'summer' },
  });
  const updated = await vouchers.update({ code: 'LIST/me 1', category: 'new', metadata: { year: 2026 } });
  expect(updated).toMatchObject({ category: 'new', metadata: { season: 'summer', year: 2026 } });
  expect(await vouchers.update(updated as never)).toEqual(updated);
  expect(await vouchers.disable('LIST/me 1')).toMatchObject({ active: false });
  expect(await vouchers.enable('LIST/me 1')).toMatchObject({ active: true });
  const list = await vouchers.list({ category: 'new', limit: 5 });
  expect(list).toMatchObject({
    object: 'list',
    data_ref: 'vouchers',
    total: 1,
    vouchers: [{ code: 'LIST/me 1' }],
  });
  await vouchers.delete('LIST/me 1', { force: true });
  await expect(vouchers.get('LIST/me 1')).rejects.toMatchObject(notFound('voucher', 'LIST/me 1'));
});

test('validates a voucher, whatever the answer', async () => {
  const { validations } = official.client;
  const code = await makeVoucher('VALID');
  expect(
    await validations.validateVoucher(code, { order: order('valid'), customer: customer('valid') }),
  ).toMatchObject({
    valid: true,
    code,
    discount: { type: 'AMOUNT', amount_off: 290 },
    order: { amount: 1290, total_discount_amount: 290, total_amount: 1000 },
  });
  await official.client.vouchers.disable(code);
  expect(await validations.validateVoucher(code, { order: order('valid') })).toMatchObject({
    valid: false,
    code,
    error: { code: 400, key: 'voucher_disabled', resource_id: code },
  });
  expect(await validations.validateVoucher('UNKNOWN')).toMatchObject({
    valid: false,
    error: { key: 'resource_not_found' },
  });
});

test('validates and redeems a stack, and rolls it back', async () => {
  const { validations, redemptions, orders } = official.client;
  const codes = [await makeVoucher('STACK-1', 200), await makeVoucher('STACK-2', 90)];
  const request = {
    redeemables: codes.map((id) => ({ object: 'voucher' as const, id })),
    order: order('stack'),
    customer: customer('stack'),
  };
  const validation = await validations.validateStackable(request);
  expect(validation).toMatchObject({
    valid: true,
    redeemables: [{ status: 'APPLICABLE', id: 'STACK-1' }, { status: 'APPLICABLE' }],
    order: { total_amount: 1000 },
    stacking_rules: { redeemables_limit: 30 },
  });
  const stack: RedemptionsRedeemStackableResponse = await redemptions.redeemStackable(request);
  expect(stack).toMatchObject({
    redemptions: [
      { object: 'redemption', result: 'SUCCESS', voucher: { code: 'STACK-1' } },
      { result: 'SUCCESS', voucher: { code: 'STACK-2', redemption: { redeemed_quantity: 1 } } },
    ],
    order: { status: 'PAID', total_amount: 1000, customer: { source_id: 'customer/stack' } },
  });
  const { id } = stack.parent_redemption;
  const rolledBack = await redemptions.rollbackStackable(id, { reason: 'returned' }, {});
  expect(rolledBack).toMatchObject({
    parent_rollback: { redemption: id },
    rollbacks: [{ voucher: { code: 'STACK-1' } }, { voucher: { code: 'STACK-2' } }],
    order: { status: 'CANCELED', total_amount: 1290 },
  });
  expect(await orders.get('order/stack')).toMatchObject({ status: 'CANCELED', total_amount: 1290 });
  await expect(redemptions.rollbackStackable(id, {}, {})).rejects.toMatchObject({
    code: 400,
    key: 'already_rolled_back',
  });
});

test('redeems a stack of one as a single redemption, which is rolled back by itself', async () => {
  const { redemptions, validations } = official.client;
  const redeemables = [{ object: 'voucher' as const, id: await makeVoucher('ALONE') }];
  // The client's types have no null, which shops send nevertheless.
  const nobody = { customer: null, metadata: null } as never;
  const request = Object.assign({ redeemables, order: order('alone') }, nobody);
  const validation = await validations.validateStackable(request);
  expect(validation).toMatchObject({ valid: true, redeemables: [{ order: { items: [{}, {}] } }] });
  expect(validation).not.toHaveProperty('skipped_redeemables');
  const stack = await redemptions.redeemStackable(request);
  expect(stack).not.toHaveProperty('parent_redemption');
  const [{ id } = { id: '' }] = stack.redemptions;
  expect(await redemptions.rollback(id)).toMatchObject({ redemption: id, order: { status: 'CANCELED' } });
});

test('redeems a voucher, gets and lists redemptions, and rolls it back', async () => {
  const { redemptions, vouchers, customers } = official.client;
  const code = await makeVoucher('SINGLE');
  const redemption = await redemptions.redeem(code, { order: order('single'), customer: customer('single') });
  expect(redemption).toMatchObject({
    object: 'redemption',
    result: 'SUCCESS',
    order: { source_id: 'order/single', status: 'PAID', total_amount: 1000 },
    customer: { source_id: 'customer/single' },
    voucher: { code, redemption: { quantity: 1, redeemed_quantity: 1 } },
  });
  await expect(redemptions.redeem(code, { order: order('another') })).rejects.toMatchObject({
    code: 400,
    key: 'quantity_exceeded',
    resource_id: code,
    resource_type: 'voucher',
  });
  expect(await redemptions.get(redemption.id)).toEqual(redemption);
  const listed = await redemptions.list({ customer: 'customer/single', result: 'SUCCESS' });
  expect(listed).toMatchObject({ total: 1, redemptions: [{ id: redemption.id, voucher: { code } }] });
  expect(await redemptions.getForVoucher(code)).toMatchObject({
    quantity: 1,
    redeemed_quantity: 1,
    total: 2,
    redemption_entries: [{ result: 'FAILURE' }, { id: redemption.id }],
  });
  const rollback = await redemptions.rollback(redemption.id, { reason: 'wrong size', tracking_id: 't' });
  expect(rollback).toMatchObject({
    object: 'redemption_rollback',
    redemption: redemption.id,
    reason: 'wrong size',
  });
  expect((await vouchers.get(code)).redemption?.redeemed_quantity).toBe(0);
  expect((await customers.get('customer/single')).summary.orders.total_count).toBe(0);
  await expect(redemptions.rollback(redemption.id, { reason: 'again' })).rejects.toMatchObject({
    key: 'already_rolled_back',
  });
});

test('an unknown voucher or redemption is a VoucherifyError that names it', async () => {
  const { redemptions, vouchers } = official.client;
  await expect(redemptions.redeem('NOTHING', {})).rejects.toMatchObject({
    code: 404,
    resource_id: 'NOTHING',
  });
  await expect(redemptions.get('r_nothing')).rejects.toMatchObject(notFound('redemption', 'r_nothing'));
  await expect(vouchers.disable('NOTHING')).rejects.toMatchObject(notFound('voucher', 'NOTHING'));
});

test('what is outside of vouchers is a 404, or a 400 that says so', async () => {
  const { client } = official;
  await expect(client.loyalties.list()).rejects.toMatchObject({ code: 404, key: 'not_found' });
  await expect(client.campaigns.list()).rejects.toMatchObject({ code: 404, key: 'not_found' });
  await expect(client.distributions.publications.list()).rejects.toMatchObject({ code: 404 });
  await expect(client.vouchers.balance.create('X', { amount: 1 })).rejects.toMatchObject({ code: 404 });
  await expect(
    client.vouchers.create({ type: 'GIFT_VOUCHER', gift: { amount: 1, balance: 1 } }),
  ).rejects.toMatchObject({
    code: 400,
    key: 'invalid_payload',
    details: expect.stringContaining('gift cards'),
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from './client.ts';
import { uniqueId } from './factories.ts';
import { amountOff, percentOff, VoucherCalls } from './vouchers/calls.ts';

let client: Client;
let code: string;
beforeAll(async () => {
  client = await Client.create();
  code = await new VoucherCalls(client).make(amountOff(5));
});

type Body = Record<string, unknown>;

/** What a body with nulls is answered with, which must be a success. */
async function accepted(method: string, path: string, body: unknown): Promise<Body> {
  const reply = await client.call<Body>(method, path, { body });
  expect({ path, status: reply.status, error: reply.status === 200 ? '' : reply.body }).toEqual({
    path,
    status: 200,
    error: '',
  });
  return reply.body;
}

const profile = { name: null, email: null, phone: null, description: null, metadata: null, birthdate: null };
const item = {
  product_id: 'p',
  sku_id: null,
  related_object: null,
  source_id: null,
  quantity: null,
  price: null,
  amount: 700,
  discount_amount: null,
  initial_amount: null,
  product: null,
  sku: { id: null, source_id: null, sku: null, price: null, metadata: null, override: null },
  metadata: null,
};
const order = {
  id: null,
  source_id: null,
  status: null,
  amount: null,
  discount_amount: null,
  items: [item],
  metadata: null,
  created_at: null,
  customer: null,
  customer_id: null,
  referrer: null,
  referrer_id: null,
};

describe('null for a field that is not given', () => {
  it('is taken by orders, with all that is in them', async () => {
    const { id, items } = await accepted('POST', '/v1/orders', order);
    expect(items).toMatchObject([{ product_id: 'p', quantity: 1, amount: 700 }]);
    const customer = { source_id: uniqueId(), ...profile };
    await accepted('PUT', `/v1/orders/${id}`, { ...order, items: null, customer, referrer: customer });
    expect(await accepted('GET', `/v1/orders/${id}`, undefined)).toMatchObject({ items, amount: 700 });
  });

  it('is taken by validations, redemptions and rollbacks', async () => {
    const redeemables = [{ object: 'voucher', id: code, gift: null, reward: null }];
    const nothing = { customer: null, order: null, metadata: null, options: null, tracking_id: null };
    const stack = { redeemables, ...nothing, session: null };
    expect(await accepted('POST', '/v1/validations', stack)).toMatchObject({ valid: true });
    expect(await accepted('POST', '/v1/validations', { ...stack, customer: profile, order })).toMatchObject({
      order: { total_amount: 695 },
    });
    await accepted('POST', `/v1/vouchers/${code}/validate`, { ...nothing, options: { expand: null } });
    await accepted('POST', '/v1/redemptions', { ...stack, order });
    const { id } = await accepted('POST', `/v1/vouchers/${code}/redemption`, nothing);
    await accepted('POST', `/v1/redemptions/${id}/rollback`, {
      reason: null,
      tracking_id: null,
      customer: null,
      order: null,
      metadata: null,
    });
  });

  it('is taken by vouchers and rules', async () => {
    const discount = { ...percentOff(10), amount_limit: null, amount_off: null };
    const voucher = {
      type: null,
      active: null,
      redemption: null,
      metadata: null,
      code_config: { length: null, prefix: null, pattern: null },
      validation_rules: null,
    };
    const { code: made } = await accepted('POST', '/v1/vouchers', { discount, ...voucher, code: null });
    await accepted('PUT', `/v1/vouchers/${made}`, { discount: null, active: null, metadata: null });
    const rule = { name: 'A rule', rules: null, error: null, applicable_to: { excluded: null } };
    const { id } = await accepted('POST', '/v1/validation-rules', rule);
    const assignment = { related_object_id: made, related_object_type: null, voucher: null };
    await accepted('POST', `/v1/validation-rules/${id}/assignments`, assignment);
  });

  it('is taken by products, SKUs and customers, where it clears what can be cleared', async () => {
    const product = await accepted('POST', '/v1/products', { name: 'Mug', price: 5, metadata: null });
    expect(await accepted('PUT', `/v1/products/${product.id}`, { name: null, metadata: null })).toMatchObject(
      {
        name: null,
        price: 5,
      },
    );
    await accepted('POST', `/v1/products/${product.id}/skus`, { id: null, sku: null, metadata: null });
    const customer = await accepted('POST', '/v1/customers', { name: 'Ann', metadata: { a: 1 } });
    const cleared = await accepted('PUT', `/v1/customers/${customer.id}`, { name: null, metadata: null });
    expect(cleared).toMatchObject({ metadata: { a: 1 } });
    expect(cleared).not.toHaveProperty('name');
  });
});

describe('null for what is needed', () => {
  it('is refused', async () => {
    for (const [path, body, where] of [
      ['/v1/validations', { redeemables: null }, 'redeemables'],
      ['/v1/redemptions', { redeemables: [{ object: 'voucher', id: null }] }, 'redeemables[0].id'],
      ['/v1/vouchers', { discount: null }, 'discount'],
      ['/v1/validation-rules', { name: null }, 'name'],
      ['/v1/orders', { items: [null] }, 'items[0]'],
      ['/v1/orders', { nothing: null }, 'nothing'],
      ['/v1/orders', null, ''],
    ] as const) {
      const error = await client.refused(400, 'invalid_payload', 'POST', path, { body });
      expect(error.errors?.map(({ path: at }) => at)).toEqual([where]);
    }
  });
});

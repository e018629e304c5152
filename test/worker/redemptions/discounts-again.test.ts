import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import { ImportCalls, ndjson } from '../imports/calls.ts';
import { createDemands, type ValidationRuleCalls } from '../validation-rules/calls.ts';
import { amountOff, percentOff } from '../vouchers/calls.ts';
import { type RedemptionCalls, topOf } from './calls.ts';

let redemptions: RedemptionCalls;
let rules: ValidationRuleCalls;
beforeAll(async () => {
  ({ redemptions, rules } = await createDemands());
});

const product = (id: string, fields: Record<string, unknown>) => ({
  product_id: id,
  product: { name: id },
  ...fields,
});

/** A cart with a discount of its own, of the order and of its line. */
const makeCart = () => ({
  source_id: uniqueId('cart'),
  items: [product('a', { price: 5000, discount_amount: 100 })],
  discount_amount: 300,
});

const ofLines = (amount: number) => redemptions.vouchers.make(amountOff(amount, 'APPLY_TO_ITEMS'));
const ofOrder = (amount: number) => redemptions.vouchers.make(amountOff(amount));

describe('a cart that is sent again', () => {
  it('keeps the discounts of its own with each voucher that is redeemed', async () => {
    const order = makeCart();
    const totals = [];
    for (const code of [await ofOrder(500), await ofLines(50), await ofOrder(200), await ofLines(20)])
      totals.push((await redemptions.one(code, { order })).body.order?.total_amount);
    expect(totals).toEqual([4100, 4050, 3850, 3830]);
  });

  it('changes nothing, posted, put or imported, before and after a rollback', async () => {
    const { client } = redemptions;
    const order = makeCart();
    const code = await ofLines(50);
    const first = await redemptions.stack([await ofOrder(500), code], { order });
    const second = await redemptions.one(await ofOrder(200), { order });
    const imports = new ImportCalls(client);
    const sendAgain = async () => {
      expect((await client.post(order)).body.total_amount).toBe(
        (await client.put(order.source_id, order)).body.total_amount,
      );
      const { result } = await imports.import(ndjson([order, order]));
      expect(result).toMatchObject({ unchanged_count: 2 });
      return (await client.get(order.source_id)).body;
    };
    expect(await sendAgain()).toMatchObject({
      discount_amount: 1000,
      applied_discount_amount: 700,
      items: [{ discount_amount: 150, applied_discount_amount: 50 }],
      total_amount: 3850,
    });
    await redemptions.rollBackStack(topOf(first.body).id);
    expect(await sendAgain()).toMatchObject({ discount_amount: 500, total_amount: 4400 });
    await redemptions.rollBack(second.body.id);
    expect(await sendAgain()).toMatchObject({ discount_amount: 300, items_discount_amount: 100 });
    const again = await redemptions.one(code, { order });
    expect(again.body.order).toMatchObject({ discount_amount: 300, total_amount: 4550 });
  });

  it('may have other discounts of its own by then, or none', async () => {
    const { client } = redemptions;
    const order = makeCart();
    await redemptions.stack([await ofOrder(500), await ofLines(50)], { order });
    const less = [product('a', { price: 5000, discount_amount: 40 })];
    const { body } = await client.put(order.source_id, { items: less, discount_amount: 400 });
    expect(body).toMatchObject({ discount_amount: 900, items_discount_amount: 90, total_amount: 4010 });
    const none = [product('a', { price: 5000 })];
    const { body: without } = await client.put(order.source_id, { items: none, discount_amount: 0 });
    expect(without).toMatchObject({ discount_amount: 500, items_discount_amount: 50, total_amount: 4450 });
  });

  it('may be what a validation has shown: its discounts are not taken twice', async () => {
    const { client } = redemptions;
    const order = makeCart();
    const codes = [await ofOrder(500), await ofLines(50)];
    const body = { redeemables: codes.map((id) => ({ object: 'voucher', id })), order };
    const { body: validation } = await client.call<{ order: unknown }>('POST', '/v1/validations', { body });
    const redeemed = await redemptions.stack(codes, { order: validation.order });
    expect(redeemed.body.order).toMatchObject({
      discount_amount: 800,
      items_discount_amount: 150,
      total_amount: 4050,
    });
  });
});

describe('an order that is sent back as it was read', () => {
  it('keeps its own discounts, whatever was redeemed or rolled back since', async () => {
    const { client } = redemptions;
    const cart = makeCart();
    const { body: before } = await client.post(cart);
    const first = await redemptions.stack([await ofOrder(500), await ofLines(50)], { order: cart });
    const { body: read } = await client.get(before.id);
    expect((await client.put(before.id, before)).body.total_amount).toBe(4050);
    await redemptions.one(await ofOrder(200), { order: { id: before.id } });
    const { body: later } = await client.put(before.id, read);
    expect(later).toMatchObject({ discount_amount: 1000, total_amount: 3850 });
    await redemptions.rollBackStack(topOf(first.body).id);
    const { body: after } = await client.put(before.id, read);
    expect(after).toMatchObject({ discount_amount: 500, items_discount_amount: 100, total_amount: 4400 });
  });

  it('keeps what vouchers of another deployment took off', async () => {
    const { client } = redemptions;
    const { id: _, ...read } = (await client.post(makeCart())).body;
    const moved = {
      ...read,
      source_id: uniqueId('moved'),
      discount_amount: 800,
      applied_discount_amount: 500,
    };
    const first = await client.post(moved);
    expect(first.body).toMatchObject({ discount_amount: 800, applied_discount_amount: 0 });
    expect((await client.post(moved)).body).toEqual(first.body);
  });
});

describe('a line', () => {
  it('is never discounted by more than it costs', async () => {
    const { client } = redemptions;
    const items = [
      product('a', { price: 500, discount_amount: 700 }),
      product('b', { amount: 700, discount_amount: 100 }),
      product('c', { price: 0, discount_amount: 1 }),
    ];
    const { body } = await client.post({ items });
    expect(body.items.map((item) => item.discount_amount)).toEqual([500, 100, 0]);
    expect(body).toMatchObject({ items_discount_amount: 600, total_amount: 600 });
    const again = await client.put(body.id, { items });
    expect(again.headers.get('ETag')).toBe('"1"');
  });

  it('keeps what a voucher was promised to take off for when it costs more again', async () => {
    const { client, vouchers } = redemptions;
    const applicable_to = { included: [{ object: 'product', id: 'a' }] };
    const rule = await rules.make([], { applicable_to });
    const discount = percentOff(100, { effect: 'APPLY_TO_ITEMS' });
    const code = await vouchers.make(discount, { validation_rules: [rule] });
    const other = product('b', { price: 700 });
    const cart = (quantity: number) => ({ items: [product('a', { price: 500, quantity }), other] });
    const { body } = await redemptions.one(code, { order: cart(2) });
    const id = body.order?.id ?? '';
    const read = async () => (await client.get(id)).body;
    expect(await read()).toMatchObject({ amount: 1700, total_amount: 700 });
    const { body: smaller } = await client.put(id, cart(1));
    expect(smaller).toMatchObject({ items_applied_discount_amount: 500, total_amount: 700 });
    expect(smaller.items[0]).toMatchObject({ applied_discount_amount: 500, subtotal_amount: 0 });
    // A client that changes the quantity of the line that it read.
    const [line] = smaller.items;
    const without = { ...line, quantity: 0, applied_discount_amount: undefined };
    expect((await client.put(id, { items: [without, other] })).body).toMatchObject({ total_amount: 700 });
    expect((await client.put(id, cart(2))).body).toMatchObject({ amount: 1700, total_amount: 700 });
    await client.put(id, cart(1));
    await redemptions.rollBack(body.id);
    expect(await read()).toMatchObject({ items_discount_amount: 0, total_amount: 1200 });
  });
});

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { priceItem } from '../../../shared/orders/order-totals.ts';
import { OrderItemInput } from '../../../shared/orders/orders.ts';
import { keepApplied, type StoredItem } from '../../../worker/orders/engine/applied-discounts.ts';
import { stored } from '../database.ts';
import { makeOrder } from '../factories.ts';
import { amountOff, percentOff } from '../vouchers/calls.ts';
import { RedemptionCalls, topOf } from './calls.ts';

let redemptions: RedemptionCalls;
beforeAll(async () => {
  redemptions = await RedemptionCalls.create('admin');
});

/** An order with ten off each line, and five off the whole. */
async function redeemed() {
  const { vouchers } = redemptions;
  const codes = [await vouchers.make(amountOff(10, 'APPLY_TO_ITEMS')), await vouchers.make(amountOff(5))];
  const { body } = await redemptions.stack(codes, { order: makeOrder() });
  return { order: body.order as NonNullable<typeof body.order>, parent: topOf(body).id };
}

describe('an order in which vouchers are in effect', () => {
  it('is not changed by who sends back what was read', async () => {
    const { client } = redemptions;
    const { order } = await redeemed();
    const { body, headers } = await client.put(order.id, order);
    expect(body).toEqual(order);
    expect(headers.get('ETag')).toBe('"1"');
    expect((await client.post({ ...order, id: undefined })).body).toEqual(order);
  });

  it('keeps what they took off when its lines are sent anew without it', async () => {
    const { client } = redemptions;
    const { order, parent } = await redeemed();
    const lines = makeOrder().items;
    const { body, headers } = await client.put(order.id, { items: lines, discount_amount: 0 });
    expect(body).toEqual(order);
    expect(body).toMatchObject({ discount_amount: 5, items_discount_amount: 30, total_amount: 1505 });
    expect(headers.get('ETag')).toBe('"1"');
    await redemptions.rollBackStack(parent);
    const { body: after } = await client.get(order.id);
    expect(after).toMatchObject({ total_discount_amount: 0, total_amount: 1540 });
    expect(after.items.some((item) => 'discount_amount' in item)).toBe(false);
  });

  it('takes one more round trip for that, in one batch with all else, and none for other changes', async () => {
    const { client } = redemptions;
    const { order } = await redeemed();
    const status = await client.put(order.id, { status: 'FULFILLED' });
    expect(status.cost.roundTrips).toBe(1);
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const customer = { source_id: crypto.randomUUID() };
    const items = [{ product_id: 'new', price: 5, product: { name: 'New' } }];
    const lines = await client.put(order.id, { items, customer }, key);
    expect(lines.cost.roundTrips).toBe(2);
    expect(lines.body).toMatchObject({ amount: 5, items_applied_discount_amount: 0, customer });
    const again = await client.put(order.id, { items, customer }, key);
    expect(again.body).toEqual(lines.body);
  });

  it('keeps it with the lines wherever they go, and loses it with those that go', async () => {
    const { client } = redemptions;
    const { order, parent } = await redeemed();
    const [mug, tea, bag] = order.items;
    const { body } = await client.put(order.id, {
      items: [{ product_id: 'new', price: 100 }, bag, { ...mug, discount_amount: 60 }],
    });
    expect(body.items.map((item) => [item.discount_amount, item.applied_discount_amount])).toEqual([
      [undefined, undefined],
      [10, 10],
      [60, 10],
    ]);
    expect(body).toMatchObject({ items_discount_amount: 70, items_applied_discount_amount: 20 });
    expect(tea).toBeDefined();
    await redemptions.rollBackStack(parent);
    const { body: after } = await client.get(order.id);
    expect(after.items.map((item) => item.discount_amount)).toEqual([undefined, undefined, 50]);
    expect(after).toMatchObject({ items_discount_amount: 50, discount_amount: 0 });
  });

  it('loses all of it with all lines', async () => {
    const { client } = redemptions;
    const { order, parent } = await redeemed();
    const { body } = await client.put(order.id, { items: [], amount: 50 });
    expect(body).toMatchObject({
      items: [],
      amount: 50,
      items_discount_amount: 0,
      items_applied_discount_amount: 0,
      total_amount: 45,
    });
    await redemptions.rollBackStack(parent);
    expect((await client.get(order.id)).body).toMatchObject({ total_amount: 50 });
  });

  it('takes a discount of its own beside theirs', async () => {
    const { client } = redemptions;
    const { order, parent } = await redeemed();
    const { body } = await client.put(order.id, { discount_amount: 100 });
    expect(body).toMatchObject({ discount_amount: 105, applied_discount_amount: 5 });
    await redemptions.rollBackStack(parent);
    expect((await client.get(order.id)).body).toMatchObject({
      discount_amount: 100,
      applied_discount_amount: 0,
    });
  });

  it('lets the next voucher see the lines as a request sends them', async () => {
    const { order } = await redeemed();
    const code = await redemptions.vouchers.make(percentOff(50, { effect: 'APPLY_TO_ITEMS' }));
    const lines = makeOrder().items as unknown[];
    const { body } = await redemptions.one(code, { order: { id: order.id, items: lines.slice(0, 1) } });
    expect(body.order).toMatchObject({
      amount: 900,
      items: [{ discount_amount: 455, applied_discount_amount: 445, subtotal_amount: 445 }],
      discount_amount: 5,
      total_amount: 440,
    });
    const { body: read } = await redemptions.client.get(order.id);
    expect(read.items).toMatchObject([{ discount_amount: 455, applied_discount_amount: 455 }]);
  });

  it('stays small enough: an order takes a few hundred redemptions, and all of them can be rolled back', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(amountOff(1));
    const { body: order } = await client.post({ amount: 1_000_000 });
    const id = '{"at":1234567890123}'.length;
    const many = Math.floor(25_000 / (id + 32));
    await redemptions.one(code, { order: { id: order.id } });
    const filler = Object.fromEntries(
      Array.from({ length: many }, (_, index) => [
        `r_${String(index).padStart(26, '0')}`,
        { at: 1_234_567_890_123 },
      ]),
    );
    const { DB } = (await import('cloudflare:workers')).env;
    await DB.prepare('UPDATE orders SET redemptions = ? WHERE id = ?')
      .bind(JSON.stringify(filler), order.id)
      .run();
    const last = await redemptions.one(code, { order: { id: order.id } });
    const error = await redemptions.failed(400, 'invalid_payload', code, { order: { id: order.id } });
    expect(error.errors?.[0]?.path).toBe('order');
    await redemptions.rollBack(last.body.id);
    expect(await vouchers.used(code)).toBe(1);
  });
});

describe('the lines that a write carries over', () => {
  const line = fc
    .record({
      product_id: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
      source_id: fc.option(fc.constantFrom('a', 'é "quoted"'), { nil: undefined }),
      price: fc.nat(500),
      quantity: fc.nat(3),
      discount_amount: fc.option(fc.nat(40), { nil: undefined }),
      applied_discount_amount: fc.option(fc.nat(20), { nil: undefined }),
    })
    .map((fields) => OrderItemInput.parse(JSON.parse(JSON.stringify(fields))));
  const lines = fc.array(line, { maxLength: 6 });

  it('are the same in SQL as in orders/engine/applied-discounts.ts, to the letter', async () => {
    const { vouchers, client } = redemptions;
    const code = await vouchers.make(percentOff(30, { effect: 'APPLY_TO_ITEMS' }));
    await fc.assert(
      fc.asyncProperty(lines, lines, fc.boolean(), async (before, after, isRolledBack) => {
        const { body } = await redemptions.one(code, { order: { items: before } });
        const id = body.order?.id ?? '';
        if (isRolledBack) await redemptions.rollBack(body.id);
        const itemsOf = async (): Promise<string> =>
          (await stored<string>('SELECT items FROM orders WHERE id = ?', id)) ?? '';
        const kept: StoredItem[] = JSON.parse(await itemsOf());
        await client.put(id, { items: after });
        const sent = after.map(({ discount_amount: given = 0, applied_discount_amount: shown = null }) => ({
          given,
          shown,
        }));
        expect(await itemsOf()).toBe(JSON.stringify(keepApplied(after.map(priceItem), kept, sent)));
      }),
      { numRuns: 40 },
    );
  });
});

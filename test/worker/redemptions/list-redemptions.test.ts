import { beforeAll, describe, expect, it } from 'vitest';
import { stored } from '../database.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { amountOff, walk } from '../vouchers/calls.ts';
import { RedemptionCalls, topOf } from './calls.ts';

let redemptions: RedemptionCalls;
let code: string;
let other: string;
let orderId: string;
const customer = { source_id: uniqueId('crm'), name: 'Ann' };
/** Ids in the order in which they were made, by what they are. */
const made: Record<string, string | undefined> = {};

beforeAll(async () => {
  redemptions = await RedemptionCalls.create('admin');
  code = await redemptions.vouchers.make(amountOff(10), { redemption: { quantity: 2 } });
  other = await redemptions.vouchers.make(amountOff(20));
  const { body: order } = await redemptions.client.post(makeOrder({ customer }));
  orderId = order.id;
  made.single = (
    await redemptions.one(code, { order: { id: orderId }, metadata: { channel: 'web' } })
  ).body.id;
  const { body: stack } = await redemptions.stack([code, other], {
    order: makeOrder(),
    tracking_id: 'stack',
  });
  made.stack = topOf(stack).id;
  [made.first, made.second] = stack.redemptions.map(({ id }) => id);
  await redemptions.failed(400, 'quantity_exceeded', code, { order: makeOrder() });
  made.rollback = (await redemptions.rollBack(made.single ?? '')).body.id;
});

const listed = async (query: string) => (await redemptions.list(query)).body.redemptions.map(({ id }) => id);
const filter = (field: string, value: string | undefined, operator = '$is') =>
  listed(`order=created_at&filters[${field}][conditions][${operator}]=${encodeURIComponent(value ?? '')}`);

describe('the list of redemptions', () => {
  it('has redemptions, failed ones and rollbacks, newest first', async () => {
    const { body, cost } = await redemptions.list('');
    expect(body).toMatchObject({ object: 'list', total: 6, has_more: false });
    expect(body.redemptions.map((one) => [one.object, one.result])).toEqual([
      ['redemption_rollback', 'SUCCESS'],
      ['redemption', 'FAILURE'],
      ['redemption', 'SUCCESS'],
      ['redemption', 'SUCCESS'],
      ['redemption', 'SUCCESS'],
      ['redemption', 'SUCCESS'],
    ]);
    const first = body.redemptions.find(({ id }) => id === made.first);
    expect(first).toMatchObject({
      redemption: made.stack,
      voucher: { object: 'voucher', code },
      order: { total_amount: 1510, applied_discount_amount: 10, total_applied_discount_amount: 10 },
    });
    expect(first?.order).not.toHaveProperty('items');
    expect(cost.roundTrips).toBe(1);
  });

  it('is filtered by what a redemption has', async () => {
    expect(await filter('order_id', orderId)).toEqual([made.single, made.rollback]);
    expect(await listed(`order=created_at&customer=${customer.source_id}`)).toEqual([
      made.single,
      made.rollback,
    ]);
    expect(await filter('voucher_code', other)).toEqual([made.second]);
    expect(await filter('parent_redemption_id', made.stack)).toEqual([made.first, made.second]);
    expect(await filter('object', 'redemption_rollback')).toEqual([made.rollback]);
    expect(await filter('status', 'ROLLED_BACK')).toEqual([made.single]);
    expect(await filter('failure_code', 'quantity_exceeded')).toHaveLength(1);
    expect(await filter('tracking_id', 'stack')).toHaveLength(3);
    expect(await filter('metadata.channel', 'web')).toEqual([made.single]);
    expect(await listed('result=FAILURE')).toHaveLength(1);
    expect(await listed('result=FAILURE&result=SUCCESS')).toHaveLength(6);
    expect(await listed(`voucher_code=${other}`)).toEqual([made.second]);
    const { id } = (await redemptions.vouchers.get(other)).body;
    expect(await listed(`related_object_id=${id}&result=SUCCESS`)).toEqual([made.second]);
    await redemptions.client.refused(400, 'invalid_query_params', 'GET', '/v1/redemptions?result=LOST');
    expect(await listed('created_at[before]=2020-01-01')).toEqual([]);
  });

  it.each(['created_at', '-created_at', 'id', '-id'])(
    'can be walked by cursor, sorted by %s',
    async (order) => {
      const all = await listed(`order=${order}`);
      const seen = await walk(redemptions.list, (page) => page.redemptions, `order=${order}&limit=2`);
      expect(seen.map(({ id }) => id)).toEqual(all);
      expect(seen).toHaveLength(6);
    },
  );

  it.each(['campaign=x', 'order=voucher_code', 'filters[user_login][conditions][$is]=x', 'result=MAYBE'])(
    'refuses %s',
    async (query) => {
      await redemptions.client.refused(400, 'invalid_query_params', 'GET', `/v1/redemptions?${query}`);
    },
  );

  it('reads about as many rows as it answers, of one order, customer or voucher', async () => {
    const plenty = await redemptions.vouchers.make(amountOff(1));
    const { body: order } = await redemptions.client.post({ amount: 1000 });
    for (let count = 0; count < 30; count += 1) await redemptions.one(plenty, { order: { id: order.id } });
    const cost = async (query: string) => (await redemptions.list(query)).cost.rowsRead;
    const few = [
      await cost('limit=2'),
      await cost(`limit=2&filters[voucher_code][conditions][$is]=${other}`),
      await cost(`limit=2&filters[order_id][conditions][$is]=${orderId}`),
    ];
    for (const rows of few) expect(rows).toBeLessThanOrEqual(20);
  });
});

describe('what was done with a voucher', () => {
  it('is told with how often it is and may be redeemed', async () => {
    const { body } = await redemptions.ofVoucher(code);
    expect(body).toMatchObject({
      object: 'list',
      data_ref: 'redemption_entries',
      quantity: 2,
      redeemed_quantity: 1,
      total: 4,
      url: `/v1/vouchers/${code}/redemption`,
    });
    expect(body.redemption_entries.map(({ id }) => id)).toEqual(
      expect.arrayContaining([made.single, made.first, made.rollback]),
    );
    expect((await redemptions.ofVoucher(code, 'limit=1')).body).toMatchObject({ has_more: true, total: 4 });
  });

  it('does not mix it with another one of the same code', async () => {
    const { vouchers } = redemptions;
    const again = await vouchers.make(amountOff(1));
    await redemptions.one(again);
    await vouchers.client.call('DELETE', `/v1/vouchers/${again}`);
    await vouchers.named(again, { discount: amountOff(2) });
    expect((await redemptions.ofVoucher(again)).body).toMatchObject({ total: 0, redeemed_quantity: 0 });
  });
});

describe('the counts', () => {
  it('are those of the rows', async () => {
    const count = await stored<number>('SELECT count(*) FROM redemptions');
    expect((await redemptions.list('limit=1')).body.total).toBe(count);
    const wrong = await stored<number>(`SELECT count(*) FROM vouchers WHERE redeemed_quantity <> (
      SELECT count(*) FROM redemptions WHERE voucher_id = vouchers.id AND result = 'SUCCESS'
        AND redemption_id IS NULL AND rollback_id IS NULL)`);
    expect(wrong).toBe(0);
  });
});

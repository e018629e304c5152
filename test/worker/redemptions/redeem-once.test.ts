import { beforeAll, describe, expect, it } from 'vitest';
import { run, stored } from '../database.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { amountOff } from '../vouchers/calls.ts';
import { RedemptionCalls } from './calls.ts';

let redemptions: RedemptionCalls;
beforeAll(async () => {
  redemptions = await RedemptionCalls.create('admin');
});

const once = () => ({ 'Idempotency-Key': uniqueId('once') });
const customer = () => ({ source_id: uniqueId('crm'), name: 'Ann' });

describe('an idempotency key', () => {
  it('lets a voucher be redeemed once, and gets the same reply, whatever happens in between', async () => {
    const code = await redemptions.vouchers.make(amountOff(100), { redemption: { quantity: 1 } });
    const headers = once();
    const body = { order: makeOrder({ customer: customer() }), metadata: { a: 1 } };
    const first = await redemptions.one(code, body, headers);
    await redemptions.rollBack(first.body.id);
    const again = await redemptions.one(code, body, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await redemptions.vouchers.used(code)).toBe(0);
    await redemptions.failed(422, 'idempotency_key_reused', code, { order: { amount: 1 } }, headers);
  });

  it('does the same for a stack, and without an order', async () => {
    const codes = [
      await redemptions.vouchers.make(amountOff(100)),
      await redemptions.vouchers.make(amountOff(1)),
    ];
    const headers = once();
    const body = { order: makeOrder() };
    const first = await redemptions.stack(codes, body, headers);
    expect((await redemptions.stack(codes, body, headers)).body).toEqual(first.body);
    const alone = once();
    const person = customer();
    const bare = await redemptions.one(codes[0] ?? '', { customer: person }, alone);
    expect((await redemptions.one(codes[0] ?? '', { customer: person }, alone)).body).toEqual(bare.body);
    expect(await redemptions.vouchers.used(codes[0] ?? '')).toBe(2);
  });

  it('keeps a failure, which is recorded once', async () => {
    const code = await redemptions.vouchers.make(amountOff(100), { active: false });
    const headers = once();
    const first = await redemptions.failed(400, 'voucher_disabled', code, {}, headers);
    await redemptions.vouchers.put(code, { active: true });
    const again = await redemptions.failed(400, 'voucher_disabled', code, {}, headers);
    expect(again).toEqual({ ...first, request_id: again.request_id });
    expect((await redemptions.ofVoucher(code)).body.total).toBe(1);
    const codes = [code, 'missing'];
    const stack = once();
    const failed = await redemptions.failedStack(404, 'not_found', codes, {}, stack);
    const repeated = await redemptions.failedStack(404, 'not_found', codes, {}, stack);
    expect(repeated.errors).toEqual(failed.errors);
    await redemptions.one(code, {}, once());
  });

  it('lets a redemption be rolled back once, and gets the same reply', async () => {
    const code = await redemptions.vouchers.make(amountOff(100));
    const { body } = await redemptions.one(code, { order: makeOrder({ customer: customer() }) });
    const headers = once();
    const first = await redemptions.rollBack(body.id, { reason: 'wrong size' }, headers);
    const again = await redemptions.rollBack(body.id, { reason: 'wrong size' }, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
  });

  it('is one key for one redemption among many at once', async () => {
    const code = await redemptions.vouchers.make(amountOff(100));
    const headers = once();
    const body = { order: makeOrder() };
    const replies = await Promise.all(Array.from({ length: 50 }, () => redemptions.one(code, body, headers)));
    expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    expect(await redemptions.vouchers.used(code)).toBe(1);
  });

  it('does not show a customer who was deleted since', async () => {
    const { client } = redemptions;
    const code = await redemptions.vouchers.make(amountOff(100));
    for (const order of [makeOrder(), undefined]) {
      const headers = once();
      const person = { ...customer(), name: 'Forget Me' };
      const body = { ...(order && { order }), customer: person };
      const first = await redemptions.one(code, body, headers);
      await client.call('POST', `/v1/customers/${person.source_id}/permanent-deletion`, { body: {} });
      const { body: again } = await redemptions.one(code, body, headers);
      expect(again).toMatchObject({ id: first.body.id, customer: null, customer_id: null });
      expect(JSON.stringify(again)).not.toContain('Forget Me');
      expect(await stored("SELECT count(*) FROM idempotency_records WHERE reply LIKE '%Forget Me%'")).toBe(0);
      expect(
        await stored('SELECT count(*) FROM redemptions WHERE customer_id = ?', first.body.customer_id),
      ).toBe(0);
      expect((await redemptions.get(first.body.id)).body.customer).toBeNull();
    }
  });

  it('still answers what was kept of an order before there were vouchers', async () => {
    const headers = once();
    const body = makeOrder();
    const first = await redemptions.client.post(body, headers);
    const record = await stored<string>(
      'SELECT max(key) FROM idempotency_records WHERE reply LIKE ?',
      `%${first.body.id}%`,
    );
    await run(
      `UPDATE idempotency_records SET reply = json_remove(reply, '$[#-1]', '$[#-1]', '$[#-1]') WHERE key = '${record}'`,
    );
    expect((await redemptions.client.post(body, headers)).body).toEqual(first.body);
  });
});

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import type { RedemptionCalls } from '../redemptions/calls.ts';
import type { ValidationCalls } from '../validations/calls.ts';
import { amountOff, voucherPath } from '../vouchers/calls.ts';
import { createDemands, rule, rulePath, type ValidationRuleCalls } from './calls.ts';

let rules: ValidationRuleCalls;
let redemptions: RedemptionCalls;
let validations: ValidationCalls;
beforeAll(async () => {
  ({ rules, redemptions, validations } = await createDemands());
});

/** The code of a voucher that demands these rules. */
async function limited(...given: unknown[]): Promise<string> {
  const id = await rules.make(given);
  return redemptions.vouchers.make(amountOff(100), { validation_rules: [id] });
}

const atMost = (name: string, count: number) => rule(`redemption.${name}`, '$less_than_or_equal', count);
const KEY = 'redemption_rules_violated';

/** Redemptions of the same body at the same time: how many succeeded, and how many failed by a rule. */
async function atOnce(count: number, code: string, bodyOf: (number: number) => unknown) {
  const replies = await Promise.all(
    Array.from({ length: count }, (_, number) =>
      redemptions.client.call<{ key?: string }>('POST', `${voucherPath(code)}/redemption`, {
        body: bodyOf(number),
      }),
    ),
  );
  return {
    succeeded: replies.filter(({ status }) => status === 200).length,
    refused: replies.filter(({ body }) => body.key === KEY).length,
  };
}

/** What a voucher counts of its uses. */
const counted = (code: string) =>
  env.DB.prepare(
    'SELECT redeemed_quantity AS total, redeemed_amount AS amount, redeemed_day AS day, redeemed_in_day AS today, redeemed_in_month AS month FROM vouchers WHERE code = ?',
  )
    .bind(code)
    .first();

describe('how often a voucher is used', () => {
  it.each(['count.total', 'count.daily', 'count.monthly'])(
    '%s: below, at and above the limit',
    async (name) => {
      const code = await limited(atMost(name, 2));
      await redemptions.one(code);
      const { body } = await redemptions.one(code);
      await redemptions.failed(400, KEY, code);
      expect(await validations.refusal(code)).toBe(KEY);
      await redemptions.rollBack(body.id);
      expect(await validations.refusal(code)).toBeUndefined();
      await redemptions.one(code);
      await redemptions.failed(400, KEY, code);
    },
  );

  it('by a customer is counted for each, and not without one', async () => {
    const code = await limited(atMost('count.per_customer', 1));
    const [one, other] = [{ source_id: uniqueId('crm') }, { source_id: uniqueId('crm') }];
    const { body } = await redemptions.one(code, { customer: one });
    await redemptions.failed(400, KEY, code, { order: { amount: 1, customer: one } });
    await redemptions.failed(400, KEY, code, { customer: { id: body.customer_id } });
    await redemptions.one(code, { order: { amount: 1, customer: other } });
    const { body: order } = await redemptions.client.post({ amount: 1, customer: other });
    await redemptions.failed(400, KEY, code, { order: { id: order.id } });
    await redemptions.failed(400, KEY, code);
    await redemptions.failed(400, KEY, code, { order: { id: order.id, customer_id: null } });
    await redemptions.rollBack(body.id);
    await redemptions.one(code, { customer: one });
    await redemptions.failed(400, KEY, code, { customer: one });
  });

  it('by a customer is refused to who cannot be told again', async () => {
    const code = await limited(atMost('count.per_customer', 1));
    const guest = { name: 'Ann', email: 'ann@example.com', metadata: { tier: 'gold' } };
    for (const customer of [undefined, {}, { email: 'ann@example.com' }, guest, { source_id: null }])
      for (const body of [
        { customer },
        { order: { amount: 500, customer } },
        { order: { amount: 1 }, customer },
      ]) {
        expect(await validations.refusal(code, body)).toBe(KEY);
        await redemptions.failed(400, KEY, code, body);
      }
    expect(await redemptions.vouchers.used(code)).toBe(0);
  });

  it("by a customer counts the order's, as long as the profile is there", async () => {
    const code = await limited(atMost('count.per_customer', 1));
    const { client } = redemptions;
    const { body: order } = await client.post({ amount: 500, customer: { name: 'Ann' } });
    const { body: second } = await client.post({ amount: 500, customer_id: order.customer_id });
    const { body } = await redemptions.one(code, { order: { id: order.id, customer: { phone: '1' } } });
    for (const { id } of [order, second]) await redemptions.failed(400, KEY, code, { order: { id } });
    await redemptions.rollBack(body.id);
    expect(await validations.refusal(code, { order: { id: second.id } })).toBeUndefined();
    await client.call('DELETE', `/v1/customers/${order.customer_id}`);
    expect(await validations.refusal(code, { order: { id: second.id } })).toBe(KEY);
  });

  it('is counted of the voucher itself, not of its like, and not where it failed', async () => {
    const id = await rules.make([atMost('count.total', 1), rule('order.amount', '$more_than', 0)]);
    const make = () => redemptions.vouchers.make(amountOff(1), { validation_rules: [id] });
    const [code, like] = [await make(), await make()];
    await redemptions.one(like, { order: { amount: 1 } });
    await redemptions.failed(400, 'order_rules_violated', code);
    await redemptions.one(code, { order: { amount: 1 } });
  });

  it('begins anew with the day and the month', async () => {
    const daily = await limited(atMost('count.daily', 1));
    const monthly = await limited(atMost('count.monthly', 1));
    for (const code of [daily, monthly]) await redemptions.one(code);
    const today = new Date().toISOString().slice(0, 10);
    expect(await counted(daily)).toEqual({ total: 1, amount: 0, day: today, today: 1, month: 1 });
    const pass = (day: string) =>
      env.DB.prepare('UPDATE vouchers SET redeemed_day = ? WHERE code IN (?, ?)')
        .bind(day, daily, monthly)
        .run();
    const month = today.slice(0, 7);
    if (today !== `${month}-01`) {
      await pass(`${month}-01`);
      expect([await validations.refusal(daily), await validations.refusal(monthly)]).toEqual([
        undefined,
        KEY,
      ]);
      await redemptions.one(daily);
      expect(await counted(daily)).toMatchObject({ total: 2, day: today, today: 1, month: 2 });
      await redemptions.failed(400, KEY, daily);
    }
    await pass('2020-02-29');
    await redemptions.one(monthly);
    expect(await counted(monthly)).toMatchObject({ total: 2, day: today, today: 1, month: 1 });
    await redemptions.failed(400, KEY, monthly);
  });

  it('takes off in all: below, at and above the limit', async () => {
    const code = await limited(atMost('total_discount_amount', 250));
    await redemptions.one(code, { order: { amount: 1000 } });
    const { body } = await redemptions.one(code, { order: { amount: 1000 } });
    expect(await counted(code)).toMatchObject({ total: 2, amount: 200 });
    await redemptions.failed(400, KEY, code, { order: { amount: 51 } });
    await redemptions.one(code, { order: { amount: 50 } });
    await redemptions.failed(400, KEY, code, { order: { amount: 1 } });
    await redemptions.rollBack(body.id);
    expect(await counted(code)).toMatchObject({ total: 2, amount: 150 });
    await redemptions.one(code, { order: { amount: 1000 } });
    expect(await counted(code)).toMatchObject({ total: 3, amount: 250 });
  });
});

describe('many redemptions at once', () => {
  it.each(['count.total', 'count.daily', 'count.monthly'])('keep to 10 %s of 200', async (name) => {
    const code = await limited(atMost(name, 10));
    expect(await atOnce(200, code, () => ({}))).toEqual({ succeeded: 10, refused: 190 });
    expect(await redemptions.vouchers.used(code)).toBe(10);
  });

  it('keep to one for each customer', async () => {
    const code = await limited(atMost('count.per_customer', 1));
    const crm = Array.from({ length: 10 }, () => uniqueId('crm'));
    const bodyOf = (number: number) =>
      number % 2
        ? { customer: { source_id: crm[number % 10] } }
        : { order: { amount: 500, customer: { source_id: crm[number % 10] } } };
    expect(await atOnce(200, code, bodyOf)).toEqual({ succeeded: 10, refused: 190 });
  });

  it('keep to it for the customer of several orders', async () => {
    const code = await limited(atMost('count.per_customer', 3));
    const customer = { source_id: uniqueId('crm') };
    const orders = await Promise.all(
      Array.from({ length: 20 }, () => redemptions.client.post({ amount: 500, customer })),
    );
    const bodyOf = (number: number) => ({ order: { id: orders[number]?.body.id } });
    expect(await atOnce(20, code, bodyOf)).toEqual({ succeeded: 3, refused: 17 });
  });

  it('keep to what they may take off together', async () => {
    const code = await limited(atMost('total_discount_amount', 550));
    const outcome = await atOnce(200, code, () => ({ order: { amount: 100 } }));
    expect(outcome).toEqual({ succeeded: 5, refused: 195 });
    expect(await counted(code)).toMatchObject({ total: 5, amount: 500 });
  });

  it('take the other way where a limit is one of two', async () => {
    const either = {
      1: atMost('count.total', 5),
      2: rule('order.amount', '$more_than', 100),
      logic: '1 OR 2',
    };
    const { id } = (await rules.post({ rules: either })).body;
    const code = await redemptions.vouchers.make(amountOff(1), { validation_rules: [id] });
    const outcome = await atOnce(40, code, (number) => ({ order: { amount: number < 20 ? 1000 : 10 } }));
    expect(outcome.succeeded).toBeGreaterThanOrEqual(20);
    expect(outcome.succeeded).toBeLessThanOrEqual(25);
    expect(outcome.succeeded + outcome.refused).toBe(40);
  });
});

describe('a validation rule that changes meanwhile', () => {
  it('is kept to from the next redemption on', async () => {
    const id = await rules.make([atMost('count.total', 5)]);
    const code = await redemptions.vouchers.make(amountOff(1), { validation_rules: [id] });
    await redemptions.one(code);
    await rules.put(id, { rules: { 1: atMost('count.total', 1) } });
    await redemptions.failed(400, KEY, code);
    const { body } = await rules.ofRule(id);
    await rules.client.call('DELETE', `${rulePath(id)}/assignments/${body.data[0]?.id}`);
    await redemptions.one(code);
  });
});

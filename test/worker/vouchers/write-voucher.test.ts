import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import { amountOff, fromNow, percentOff, VoucherCalls, voucherPath } from './calls.ts';

let vouchers: VoucherCalls;
beforeAll(async () => {
  vouchers = await VoucherCalls.create();
});

describe('creating a voucher', () => {
  it('answers everything that was given, and what follows from it', async () => {
    const code = uniqueId('SUMMER/10 %');
    const given = {
      type: 'DISCOUNT_VOUCHER',
      category: 'summer',
      discount: percentOff(12.5, { amount_limit: 1000 }),
      start_date: '2026-01-01T00:00:00.000Z',
      expiration_date: '2026-12-31T23:59:59.999Z',
      validity_day_of_week: [1, 5],
      active: false,
      additional_info: 'for friends',
      metadata: { season: 'summer', nested: { a: null } },
    };
    const { body, headers } = await vouchers.named(code, { ...given, redemption: { quantity: 3 } });
    expect(body).toEqual({
      ...given,
      id: expect.stringMatching(/^v_/),
      object: 'voucher',
      code,
      is_referral_code: false,
      redemption: {
        object: 'list',
        quantity: 3,
        redeemed_quantity: 0,
        url: `${voucherPath(code)}/redemption`,
      },
      validation_rules_assignments: { object: 'list', data_ref: 'data', data: [], total: 0 },
      created_at: expect.any(String),
      updated_at: null,
    });
    expect(headers.get('ETag')).toBe('"1"');
    expect((await vouchers.get(code)).body).toEqual(body);
    expect((await vouchers.get(body.id)).body).toEqual(body);
  });

  it('makes one that is active, without limit, and takes off the order, unless it says otherwise', async () => {
    const { body } = await vouchers.post({ discount: { type: 'AMOUNT', amount_off: 500 } });
    expect(body).toMatchObject({
      active: true,
      category: null,
      discount: { type: 'AMOUNT', amount_off: 500 },
      start_date: null,
      expiration_date: null,
      validity_day_of_week: null,
      metadata: {},
      redemption: { quantity: null, redeemed_quantity: 0 },
    });
  });

  it('gives a random code that is easily read, or as code_config says', async () => {
    const discount = amountOff(1);
    const code = async (code_config?: unknown) =>
      (await vouchers.post({ discount, ...(code_config !== undefined && { code_config }) })).body.code;
    expect(await code()).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    expect(await code({ length: 20, charset: 'ab' })).toMatch(/^[ab]{20}$/);
    expect(await code({ prefix: 'A-', postfix: '-Z' })).toMatch(/^A-[2-9A-HJ-NP-Z]{8}-Z$/);
    expect(await code({ pattern: 'X-####-##', charset: '0123456789', suffix: '!' })).toMatch(
      /^X-\d{4}-\d\d!$/,
    );
    const codes = await Promise.all(Array.from({ length: 20 }, () => code()));
    expect(new Set(codes).size).toBe(20);
  });

  it('finds a free code as long as there is one, and then says so', async () => {
    const code_config = { length: 1, charset: 'xyz', prefix: uniqueId('few') };
    const made = [];
    for (let count = 0; count < 3; count += 1) {
      const reply = await vouchers.client.call<{ code: string }>('POST', '/v1/vouchers', {
        body: { discount: amountOff(1), code_config },
      });
      if (reply.status === 200) made.push(reply.body.code);
    }
    expect(new Set(made).size).toBe(made.length);
    for (const letter of 'xyz') {
      const code = code_config.prefix + letter;
      if (!made.includes(code)) await vouchers.named(code, { discount: amountOff(1) });
    }
    const error = await vouchers.client.refused(409, 'duplicate_found', 'POST', '/v1/vouchers', {
      body: { discount: amountOff(1), code_config },
    });
    expect(error.details).toContain('code_config');
  });

  it('refuses a code that another voucher has, and changes nothing', async () => {
    const code = await vouchers.make(amountOff(5));
    const before = (await vouchers.get(code)).body;
    for (const [path, body] of [
      [voucherPath(code), { discount: amountOff(7) }],
      ['/v1/vouchers', { code, discount: amountOff(7) }],
      [voucherPath(before.id), { discount: amountOff(7) }],
    ] as const) {
      const error = await vouchers.client.refused(409, 'duplicate_found', 'POST', path, { body });
      expect(error).toMatchObject({ resource_type: 'voucher' });
    }
    expect((await vouchers.get(code)).body).toEqual(before);
  });

  it('lets one of many that make the same code at once through', async () => {
    const code = uniqueId('race');
    const replies = await Promise.all(
      Array.from({ length: 50 }, () =>
        vouchers.client.call('POST', voucherPath(code), { body: { discount: amountOff(1) } }),
      ),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 409)).toHaveLength(49);
  });

  it('takes case as it is', async () => {
    const code = uniqueId('Case');
    await vouchers.named(code, { discount: amountOff(1) });
    await vouchers.client.refused(404, 'not_found', 'GET', voucherPath(code.toUpperCase()));
    await vouchers.named(code.toUpperCase(), { discount: amountOff(2) });
  });

  it('is done once for an idempotency key, also with a random code', async () => {
    const headers = { 'Idempotency-Key': uniqueId() };
    const body = { discount: amountOff(1) };
    const first = await vouchers.post(body, headers);
    await vouchers.put(first.body.code, { active: false });
    const again = await vouchers.post(body, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    await vouchers.client.refused(422, 'idempotency_key_reused', 'POST', '/v1/vouchers', {
      body: { discount: amountOff(2) },
      headers,
    });
  });

  it('is one round trip', async () => {
    await vouchers.make(amountOff(1));
    const { cost } = await vouchers.named(uniqueId('cost'), { discount: amountOff(1) });
    expect(cost.roundTrips).toBe(1);
    expect(cost.rowsWritten).toBeLessThanOrEqual(5);
  });
});

describe('changing a voucher', () => {
  it('changes what is given, clears what is null, and keeps the rest', async () => {
    const { body: before } = await vouchers.post({
      discount: amountOff(5),
      category: 'a',
      expiration_date: fromNow(1e9),
      additional_info: 'x',
      redemption: { quantity: 1 },
      metadata: { a: 1, b: 2 },
    });
    const { body, headers } = await vouchers.put(before.code, {
      discount: percentOff(5),
      category: null,
      redemption: { quantity: null },
      metadata: { b: 3 },
    });
    expect(body).toEqual({
      ...before,
      discount: percentOff(5),
      category: null,
      redemption: { ...before.redemption, quantity: null },
      metadata: { a: 1, b: 3 },
      updated_at: expect.any(String),
    });
    expect(headers.get('ETag')).toBe('"2"');
    expect((await vouchers.put(before.code, { expiration_date: null })).body.expiration_date).toBeNull();
  });

  it('takes back what was read without a change', async () => {
    const { body } = await vouchers.post({
      discount: percentOff(5, { amount_limit: 100 }),
      validity_day_of_week: [0, 6],
      metadata: { text: 'é "quoted"' },
    });
    const { body: same, headers } = await vouchers.put(body.code, body);
    expect(same).toEqual(body);
    expect(headers.get('ETag')).toBe('"1"');
  });

  it('obeys If-Match', async () => {
    const code = await vouchers.make(amountOff(5));
    const put = (tag: string) =>
      vouchers.client.call('PUT', voucherPath(code), {
        body: { category: tag },
        headers: { 'If-Match': tag },
      });
    expect((await put('"2"')).status).toBe(412);
    expect((await put('"1"')).status).toBe(200);
    expect((await put('"1"')).status).toBe(412);
  });

  it('switches it off and on, and is idempotent at that', async () => {
    const code = await vouchers.make(amountOff(5));
    const call = async (verb: string) => {
      const reply = await vouchers.client.call<{ active: boolean }>('POST', `${voucherPath(code)}/${verb}`);
      expect(reply.status).toBe(200);
      return [reply.body.active, reply.headers.get('ETag')];
    };
    expect(await call('disable')).toEqual([false, '"2"']);
    expect(await call('disable')).toEqual([false, '"2"']);
    expect(await call('enable')).toEqual([true, '"3"']);
    expect((await vouchers.get(code)).body.active).toBe(true);
  });

  it('cannot be deleted twice', async () => {
    const code = await vouchers.make(amountOff(5));
    const remove = () => vouchers.client.call('DELETE', `${voucherPath(code)}?force=true`);
    expect((await remove()).status).toBe(204);
    expect((await remove()).status).toBe(404);
    await vouchers.client.refused(404, 'not_found', 'GET', voucherPath(code));
    expect((await vouchers.named(code, { discount: amountOff(6) })).body.discount).toEqual(amountOff(6));
  });
});

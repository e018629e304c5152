import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import { amountOff, VoucherCalls, voucherPath } from './calls.ts';

let vouchers: VoucherCalls;
beforeAll(async () => {
  vouchers = await VoucherCalls.create();
});

const discount = amountOff(5);

describe('what a voucher may not be', () => {
  it.each([
    ['discount', {}],
    ['discount', { discount: null }],
    ['discount.type', { discount: { type: 'UNIT', unit_off: 1, unit_type: 'prod_1' } }],
    ['discount.amount_off', { discount: { type: 'AMOUNT', amount_off: 0 } }],
    ['discount.amount_off_formula', { discount: { ...discount, amount_off_formula: 'AMOUNT * 2' } }],
    ['type', { discount, type: 'GIFT_VOUCHER' }],
    ['type', { discount, type: 'LOYALTY_CARD' }],
    ['gift', { discount, gift: { amount: 100 } }],
    ['loyalty_card', { discount, loyalty_card: { points: 1 } }],
    ['campaign', { discount, campaign: 'Summer' }],
    ['campaign_id', { discount, campaign_id: 'camp_1' }],
    ['validation_rules', { discount, validation_rules: ['val_1', 'val_1'] }],
    ['validity_timeframe', { discount, validity_timeframe: { duration: 'PT1H', interval: 'P2D' } }],
    ['validity_day_of_week[1]', { discount, validity_day_of_week: [0, 7] }],
    ['validity_day_of_week', { discount, validity_day_of_week: [] }],
    ['start_date', { discount, start_date: '2026-02-30' }],
    [
      'expiration_date',
      { discount, start_date: '2026-01-02T00:00:00Z', expiration_date: '2026-01-01T23:59:59Z' },
    ],
    ['redemption.quantity', { discount, redemption: { quantity: 0 } }],
    ['redemption.quantity', { discount, redemption: { quantity: 1.5 } }],
    ['active', { discount, active: 'yes' }],
    ['metadata', { discount, metadata: [] }],
    ['code', { discount, code: ' spaced ' }],
    ['code', { discount, code: 'a\nb' }],
    ['code', { discount, code: '' }],
    ['code', { discount, code: 'x'.repeat(256) }],
    ['code_config.length', { discount, code_config: { length: 0 } }],
    ['code_config.length', { discount, code_config: { length: 101 } }],
    ['code_config.charset', { discount, code_config: { charset: '' } }],
    ['code_config.pattern', { discount, code_config: { pattern: 'FIXED' } }],
    ['code_config.initial_count', { discount, code_config: { initial_count: 1 } }],
  ])('names %s', async (path, body) => {
    const error = await vouchers.client.refused(400, 'invalid_payload', 'POST', '/v1/vouchers', { body });
    expect(error.errors?.map((one) => one.path)).toContain(path);
  });

  it('takes null and nothing for what it does not have', async () => {
    await vouchers.post({ discount, campaign: null, gift: null, validation_rules: [], category: null });
  });

  it('names what an update may not do, and changes nothing', async () => {
    const { body } = await vouchers.post({ discount, start_date: '2026-01-02T00:00:00Z' });
    for (const [path, change] of [
      ['code', { code: 'another' }],
      ['expiration_date', { expiration_date: '2026-01-01T00:00:00Z' }],
      ['discount.percent_off', { discount: { type: 'PERCENT', percent_off: 101 } }],
      ['campaign', { campaign: 'Summer' }],
    ] as const) {
      const error = await vouchers.client.refused(400, 'invalid_payload', 'PUT', voucherPath(body.code), {
        body: change,
      });
      expect(error.errors?.map((one) => one.path)).toEqual([path]);
    }
    expect((await vouchers.get(body.code)).body).toEqual(body);
  });

  it('refuses another code than that of the path', async () => {
    const path = voucherPath(uniqueId('path'));
    const error = await vouchers.client.refused(400, 'invalid_payload', 'POST', path, {
      body: { discount, code: 'other' },
    });
    expect(error.errors?.[0]?.path).toBe('code');
    await vouchers.client.refused(400, 'invalid_path', 'POST', voucherPath(' padded'), {
      body: { discount },
    });
  });
});

describe('the metadata of a voucher', () => {
  it('is checked by its schema, also where a required key is stored already', async () => {
    const schema = { properties: { season: { type: 'string', optional: false, eq: ['summer', 'winter'] } } };
    await vouchers.client.call('PUT', '/v1/metadata-schemas/voucher', { body: schema });
    const refused = (method: string, path: string, body: unknown) =>
      vouchers.client.refused(400, 'invalid_payload', method, path, { body });
    const missing = await refused('POST', '/v1/vouchers', { discount });
    expect(missing.errors?.[0]?.path).toBe('metadata.season');
    const wrong = await refused('POST', '/v1/vouchers', { discount, metadata: { season: 'spring' } });
    expect(wrong.errors?.[0]?.path).toBe('metadata.season');
    const { body } = await vouchers.post({ discount, metadata: { season: 'summer' } });
    expect((await vouchers.put(body.code, { metadata: { more: 1 } })).body.metadata).toEqual({
      season: 'summer',
      more: 1,
    });
    await refused('PUT', voucherPath(body.code), { metadata: { season: 'autumn' } });
    const usage = await vouchers.client.call<{ usage: string[] }>(
      'GET',
      '/v1/metadata-schemas/voucher?usage=true',
    );
    expect(usage.body.usage).toEqual(expect.arrayContaining(['season', 'more']));
  });
});

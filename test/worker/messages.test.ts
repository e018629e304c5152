import { beforeAll, describe, expect, it } from 'vitest';
import { parseIfMatch } from '../../worker/http/etag.ts';
import { Client } from './client.ts';
import { uniqueId } from './factories.ts';
import { amountOff } from './vouchers/calls.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

/** Where and how a request is refused. */
async function refused(
  method: string,
  path: string,
  { body, key = 'invalid_payload' }: { body?: unknown; key?: string } = {},
): Promise<Record<string, string>> {
  const error = await client.refused(400, key, method, path, body === undefined ? {} : { body });
  expect(error.details).not.toMatch(/^:/);
  return Object.fromEntries(error.errors?.map(({ path: where, message }) => [where, message]) ?? []);
}
const query = (path: string) => refused('GET', path, { key: 'invalid_query_params' });

describe('a name that no URL can have', () => {
  it.each(['.', '..'])('such as %j is refused where it is given', async (name) => {
    const message = 'must not be "." or "..", which cannot stand in a URL';
    const { body: product } = await client.call<{ id: string }>('POST', '/v1/products', { body: {} });
    const body = { source_id: name };
    for (const path of ['/v1/orders', '/v1/customers', '/v1/products', `/v1/products/${product.id}/skus`]) {
      expect(await refused('POST', path, { body })).toEqual({ source_id: message });
    }
    expect(await refused('PUT', `/v1/products/${product.id}`, { body })).toEqual({ source_id: message });
    expect(await refused('POST', '/v1/orders', { body: { customer: body } })).toEqual({
      'customer.source_id': message,
    });
    const voucher = { code: name, discount: amountOff(5) };
    expect(await refused('POST', '/v1/vouchers', { body: voucher })).toEqual({ code: message });
  });

  it('is never made at random, nor one of spaces', async () => {
    for (const [code_config, what] of [
      [{ length: 2, charset: '.' }, 'must not be'],
      [{ pattern: '#', charset: '.' }, 'must not be'],
      [{ length: 3, charset: ' ' }, 'no spaces around'],
    ] as const) {
      const errors = await refused('POST', '/v1/vouchers', { body: { code_config, discount: amountOff(5) } });
      expect(errors.code_config).toContain(what);
    }
  });

  it('may have dots, slashes and whatever else', async () => {
    for (const source_id of ['...', '.a', '%2e', '%2E%2E', 'a/../b', '?', '#', ' ']) {
      const name = source_id === '...' ? source_id : `${source_id}${uniqueId('')}`;
      const { body } = await client.post({ source_id: name });
      expect((await client.get(name)).body.id).toBe(body.id);
    }
  });
});

describe('an empty header that steers a request', () => {
  it.each(['Idempotency-Key', 'x-d1-bookmark'])('is refused: %s', async (name) => {
    for (const value of ['', ' ']) {
      const options = { body: {}, headers: { [name]: value } };
      const error = await client.refused(400, 'invalid_headers', 'POST', '/v1/orders', options);
      expect(error.errors?.[0]?.path).toBe(name);
    }
  });

  // The runtime hands over no If-Match that is empty, as if there were none; one that arrived would be refused.
  it('is no version: If-Match', () => {
    for (const value of ['', ' ', ',', '"1",']) expect(() => parseIfMatch(value)).toThrow(/must be \*/);
  });
});

describe('a query that is too much', () => {
  it('says of which parameter, and what was expected', async () => {
    const values = 'filters.source_id.conditions.$in';
    const expected = { [values]: 'expected 1 to 100 values, numbered from 0 if at all' };
    const filter = 'filters[source_id][conditions][$in]';
    expect(await query(`/v1/orders?${filter}[100]=x`)).toEqual(expected);
    expect(await query(`/v1/orders?${filter.replaceAll('[', '%5B')}%5B4711%5D=x`)).toEqual(expected);
    const many = Array.from({ length: 101 }, (_, index) => `${filter}[]=${index}`).join('&');
    expect(await query(`/v1/orders?${many}`)).toEqual(expected);
    expect(await query(`/v1/orders?${many.replaceAll('[]', '')}`)).toEqual(expected);
    expect(await query('/v1/orders?filters[a][b][c][d][e]=x')).toEqual({
      'filters.a.b.c.d.e': 'expected at most 4 levels of brackets',
    });
    const parameters = Array.from({ length: 201 }, (_, index) => `a${index}=1`).join('&');
    expect(await query(`/v1/orders?${parameters}`)).toEqual({
      '': 'expected at most 200 parameters, there are 201',
    });
  });
});

describe('a time', () => {
  it('is refused with an example, and in a query with what has become of a +', async () => {
    const time = 'expected an ISO 8601 time or date, as in 2026-01-31T12:00:00Z or 2026-01-31';
    const plus = `${time}; a + in a URL is read as a space, write it as %2B`;
    for (const [path, name] of [
      ['/v1/orders?created_at[after]=', 'created_at.after'],
      ['/v1/customers?updated_at[before]=', 'updated_at.before'],
      ['/v1/customers?starting_after=', 'starting_after'],
      ['/v1/products?start_date=', 'start_date'],
      ['/v1/async-actions?end_date=', 'end_date'],
      ['/v1/orders?filters[created_at][conditions][$after]=', 'filters.created_at.conditions.$after'],
      ['/v1/orders?filters[metadata.at][conditions][$before]=', 'filters.metadata.at.conditions.$before'],
    ] as const) {
      expect(await query(`${path}yesterday`)).toEqual({ [name]: time });
      expect(await query(`${path}2026-01-01T00:00:00+02:00`)).toEqual({ [name]: plus });
    }
    const { status } = await client.call('GET', '/v1/orders?created_at[after]=2026-01-01T00:00:00%2B02:00');
    expect(status).toBe(200);
    const body = { created_at: '31.1.2026' };
    expect(await refused('POST', '/v1/orders', { body })).toEqual({
      created_at: time,
    });
    expect(await refused('POST', '/v1/customers', { body: { birthdate: '31.1.2026' } })).toEqual({
      birthdate: 'expected a date, as in 2026-01-31',
    });
  });
});

describe('an amount', () => {
  it('is of minor units, and says so', async () => {
    const message = 'expected a whole number of minor units from 0 on: 19.99 is written 1999';
    for (const price of [19.99, '19.99', -1, 2 ** 53]) {
      const items = [{ product_id: 'p', price }];
      expect(await refused('POST', '/v1/orders', { body: { items } })).toEqual({ 'items[0].price': message });
      expect(await refused('POST', '/v1/products', { body: { price } })).toEqual({ price: message });
    }
    expect(await refused('POST', '/v1/orders', { body: { items: [{ quantity: 1.5 }] } })).toEqual({
      'items[0].quantity': 'expected a whole number from 0 on',
    });
    const discount = amountOff(0.5);
    expect(await refused('POST', '/v1/vouchers', { body: { discount } })).toEqual({
      'discount.amount_off': message,
    });
  });
});

describe('the columns of an export', () => {
  it('may have 4,000 characters, what stands between them not counted', async () => {
    const names = Array.from({ length: 99 }, (_, index) => `metadata.${String(index).padStart(31, '0')}`);
    const ask = (fields: string[]) => ({ body: { parameters: { fields } } });
    const longest = `metadata.${'x'.repeat(4000 - 99 * 40 - 9)}`;
    expect((await client.call('POST', '/v1/orders/export', ask([...names, longest]))).status).toBe(200);
    expect(await refused('POST', '/v1/orders/export', ask([...names, `${longest}x`]))).toEqual({
      'parameters.fields': 'must have at most 4000 characters in all',
    });
  });
});

describe('a code that is not quite right', () => {
  it('is found with spaces around it', async () => {
    const code = uniqueId('SPACED');
    await client.call('POST', '/v1/vouchers', { body: { code, discount: amountOff(5) } });
    for (const typed of [` ${code}`, `${code}\t`, ` \n${code} `]) {
      const path = `/v1/vouchers/${encodeURIComponent(typed)}`;
      expect((await client.call('GET', path)).body).toMatchObject({ code });
      expect((await client.call('POST', `${path}/validate`, { body: {} })).body).toMatchObject({
        valid: true,
      });
      expect((await client.call('POST', `${path}/redemption`, { body: {} })).status).toBe(200);
      const redeemables = [{ object: 'voucher', id: typed }];
      const validation = await client.call('POST', '/v1/validations', { body: { redeemables } });
      expect(validation.body).toMatchObject({ valid: true });
    }
    const twice = [code, ` ${code}`].map((id) => ({ object: 'voucher', id }));
    expect(await refused('POST', '/v1/redemptions', { body: { redeemables: twice } })).toEqual({
      'redeemables[1].id': 'is in the stack already',
    });
  });

  it('in another case is not there, and the answer names the one that is', async () => {
    const code = uniqueId('SUMMER').toUpperCase();
    await client.call('POST', '/v1/vouchers', { body: { code, discount: amountOff(5) } });
    const path = `/v1/vouchers/${code.toLowerCase()}`;
    const named = `There is ${code}: case counts.`;
    for (const [method, where, body] of [
      ['GET', path],
      ['GET', `${path}/redemption`],
      ['PUT', path, {}],
      ['DELETE', path],
      ['POST', `${path}/disable`, {}],
      ['POST', `${path}/redemption`, {}],
    ] as const) {
      const error = await client.refused(404, 'not_found', method, where, body && { body });
      expect(error.details).toContain(named);
    }
    const { body: validation } = await client.call('POST', `${path}/validate`, { body: {} });
    expect(validation).toMatchObject({ valid: false, error: { details: expect.stringContaining(named) } });
    const other = await client.refused(404, 'not_found', 'GET', '/v1/vouchers/nobodys');
    expect(other.details).toBe('Cannot find voucher with id nobodys');
  });
});

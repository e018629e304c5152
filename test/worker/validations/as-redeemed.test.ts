import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '../../../shared/errors.ts';
import { Client } from '../client.ts';
import { run, stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { SchemaCalls } from '../metadata-schemas/calls.ts';
import { amountOff, VoucherCalls, voucherPath } from '../vouchers/calls.ts';
import { redeemables } from './calls.ts';

let vouchers: VoucherCalls;
let schemas: SchemaCalls;
let client: Client;
beforeAll(async () => {
  vouchers = await VoucherCalls.create();
  ({ client } = vouchers);
  schemas = new SchemaCalls(client);
});
afterEach(() => schemas.reset());

type Body = Record<string, unknown>;

/** What a request is refused with: the same by a validation and a redemption, of one voucher and of a stack. */
async function refusal(body: Body, { by = client, codes = [''] } = {}): Promise<Partial<ErrorBody>> {
  const used = codes[0] ? codes : [await vouchers.make(amountOff(1))];
  const stack = { ...body, redeemables: redeemables(...used) };
  const calls: [path: string, body: Body][] = [
    ['/v1/validations', stack],
    ['/v1/redemptions', stack],
    [`${voucherPath(used[0] ?? '')}/validate`, body],
    [`${voucherPath(used[0] ?? '')}/redemption`, body],
  ];
  const found = [];
  for (const [path, sent] of used.length > 1 ? calls.slice(0, 2) : calls) {
    const { request_id: _, ...error } = (await by.call<ErrorBody>('POST', path, { body: sent })).body;
    found.push(error);
  }
  for (const other of found) expect(other).toEqual(found[0]);
  return found[0] ?? {};
}

const required = { tier: { type: 'string', optional: false } };
const notGiven = (path: string) => ({
  code: 400,
  key: 'invalid_payload',
  errors: [{ path, message: expect.stringContaining('required') }],
});

describe('a validation refuses as the redemption does', () => {
  it.each([
    ['redemption', 'metadata.tier', {}],
    ['redemption', 'metadata.tier', { order: { amount: 5 }, metadata: { other: 1 } }],
    ['order', 'metadata.tier', { order: { amount: 5 } }],
    ['order_item', 'items[0].metadata.tier', { order: { items: [{ price: 5, product: { name: 'A' } }] } }],
    ['customer', 'customer.metadata.tier', { customer: { name: 'Ann' } }],
    ['customer', 'customer.metadata.tier', { order: { amount: 5 }, customer: { name: 'Ann' } }],
    ['product', 'items[0].product.metadata.tier', { order: { items: [overriding()] } }],
  ])('metadata that the schema of %s requires at %s', async (resource, path, body) => {
    await schemas.define(resource, required);
    expect(await refusal(body)).toMatchObject(notGiven(path));
  });

  it('metadata that breaks a schema, all of it at once', async () => {
    for (const resource of ['redemption', 'order']) await schemas.define(resource, { a: { type: 'number' } });
    const metadata = { a: 'x' };
    const { errors = [] } = await refusal({ metadata, order: { amount: 5, metadata } });
    expect(errors.map(({ path }) => path)).toEqual(['metadata.a', 'metadata.a']);
  });

  it('people who are not there, or are two', async () => {
    const gone = { id: 'cust_none' };
    for (const body of [
      { customer: gone },
      { order: { amount: 5 }, customer: gone },
      { order: { amount: 5, customer_id: gone.id } },
      { order: { amount: 5, referrer_id: gone.id } },
    ])
      expect(await refusal(body)).toMatchObject({
        code: 404,
        resource_type: 'customer',
        resource_id: gone.id,
      });
    const [one, two] = [uniqueId('crm'), uniqueId('crm')];
    const { body: order } = await client.post({ amount: 5, customer: { source_id: one } });
    await client.post({ amount: 5, customer: { source_id: two } });
    expect(await refusal({ customer: { id: order.customer_id, source_id: two } })).toMatchObject({
      code: 409,
    });
  });

  it('an id and a source_id that name two orders', async () => {
    const source_id = uniqueId('order');
    await client.post({ source_id });
    const { body: order } = await client.post({ amount: 5 });
    expect(await refusal({ order: { id: order.id, source_id } })).toMatchObject({
      code: 409,
      key: 'duplicate_found',
    });
  });

  it('amounts that are too large, and an override without its scope', async () => {
    const items = [{ price: Number.MAX_SAFE_INTEGER, quantity: 2 }];
    expect(await refusal({ order: { items } })).toMatchObject({ code: 400, key: 'invalid_payload' });
    const staff = await Client.create('staff');
    expect(await refusal({ order: { items: [overriding()] } }, { by: staff })).toMatchObject({ code: 403 });
  });

  it('a stack that is too large for its order, and more redemptions or metadata than it takes', async () => {
    const codes = [];
    for (let index = 0; index < 30; index += 1)
      codes.push(await vouchers.make(amountOff(1, 'APPLY_TO_ITEMS')));
    const items = Array.from({ length: 2000 }, () => ({ price: 100, product: { name: 'A line' } }));
    const before = await stored('SELECT count(*) FROM redemptions');
    expect(await refusal({ order: { items } }, { codes })).toMatchObject({
      code: 413,
      key: 'payload_too_large',
    });
    const metadata = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`a${index}`, index]));
    const { body: order } = await client.post({ amount: 5, metadata });
    const more = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`b${index}`, index]));
    expect(await refusal({ order: { id: order.id, metadata: more } })).toMatchObject({
      key: 'invalid_payload',
      errors: [{ path: 'metadata' }],
    });
    const filler = JSON.stringify({ r_1: { at: 1, stacked: ['x'.repeat(25_000)] } });
    await run(`UPDATE orders SET redemptions = '${filler}' WHERE id = '${order.id}'`);
    expect(await refusal({ order: { id: order.id } })).toMatchObject({ errors: [{ path: 'order' }] });
    expect(await stored('SELECT count(*) FROM redemptions')).toBe(before);
  });
});

describe('the cost of that', () => {
  it('is no further round trip', async () => {
    await schemas.define('order', required);
    const { body: order } = await client.post({
      customer: { source_id: uniqueId() },
      metadata: { tier: 'a' },
    });
    const code = await vouchers.make(amountOff(1));
    const body = { order: { id: order.id, metadata: { x: 1 }, customer: { id: order.customer_id } } };
    const path = voucherPath(code);
    expect((await client.call('POST', `${path}/validate`, { body })).cost.roundTrips).toBe(1);
    expect((await client.call('POST', `${path}/redemption`, { body })).cost.roundTrips).toBe(2);
  });
});

function overriding(): Body {
  return { price: 5, product: { source_id: 'overridden', name: 'A', override: true } };
}

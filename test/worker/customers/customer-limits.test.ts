import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { CustomerCalls, makeCustomer, path } from './calls.ts';

let customers: CustomerCalls;
beforeAll(async () => {
  customers = await CustomerCalls.create();
});

describe('what a customer may hold', () => {
  const keys = (from: number, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${from + index}`, index]));

  it('is 500 metadata keys, also where requests add up to more', async () => {
    const { body } = await customers.post({ metadata: keys(0, 499) });
    await customers.put(body.id, { metadata: keys(499, 1) });
    await customers.put(body.id, { metadata: keys(0, 500) });
    const error = await customers.client.refused(400, 'invalid_payload', 'PUT', path(body.id), {
      body: { metadata: { another: 1 }, name: 'Not stored' },
    });
    expect(error.errors?.[0]).toMatchObject({ path: 'metadata' });
    expect(await customers.get(body.id)).not.toHaveProperty('name');
    const tooMany = { body: { metadata: keys(0, 501) } };
    await customers.client.refused(400, 'invalid_payload', 'POST', '/v1/customers', tooMany);
  });

  it('is 1.9 MB of JSON together', async () => {
    const { body } = await customers.post({ metadata: { a: 'x'.repeat(1_000_000) } });
    await customers.put(body.id, { metadata: { b: 'x'.repeat(800_000) } });
    const tooLarge = { body: { metadata: { c: 'x'.repeat(200_000) } } };
    await customers.client.refused(413, 'payload_too_large', 'PUT', path(body.id), tooLarge);
    expect(Object.keys((await customers.get(body.id)).metadata ?? {})).toEqual(['a', 'b']);
  });

  it('may be written, but not read, by a storefront', async () => {
    const shop = new CustomerCalls(await Client.create('ingest'));
    const { body } = await shop.post(makeCustomer());
    expect((await shop.put(body.id, { name: 'New' })).body.name).toBe('New');
    await shop.client.refused(403, 'missing_scope', 'GET', path(body.id));
    await shop.client.refused(403, 'missing_scope', 'DELETE', path(body.id));
  });
});

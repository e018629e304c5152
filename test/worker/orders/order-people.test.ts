import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { makeOrder, uniqueId } from '../factories.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

describe("an order's customer and referrer", () => {
  it('are made by source_id, shown in the reply, and found again', async () => {
    const [customer, referrer] = [uniqueId('ann'), uniqueId('bob')];
    const { body } = await client.post(
      makeOrder({
        customer: { source_id: customer, name: 'Ann', email: 'ann@example.com' },
        referrer: { source_id: referrer },
      }),
    );
    expect(body.customer).toEqual({
      id: body.customer_id,
      object: 'customer',
      source_id: customer,
      name: 'Ann',
      email: 'ann@example.com',
    });
    expect(body.referrer).toEqual({ id: body.referrer_id, object: 'customer', source_id: referrer });
    const second = await client.post(makeOrder({ customer: { source_id: customer } }));
    expect(second.body.customer_id).toBe(body.customer_id);
    expect((await client.customer(customer)).name).toBe('Ann');
  });

  it('are updated with the attributes given, and keep the others', async () => {
    const source_id = uniqueId();
    const first = await client.post(
      makeOrder({
        customer: {
          source_id,
          name: 'Ann',
          address: { city: 'Graz', country: null },
          metadata: { a: 1, n: null },
        },
      }),
    );
    expect(await client.customer(source_id)).toMatchObject({
      address: { city: 'Graz', country: null },
      metadata: { a: 1, n: null },
    });
    await client.put(first.body.id, {
      customer: { source_id, phone: '1', address: { city: 'Linz' }, metadata: { b: 2 } },
    });
    expect(await client.customer(source_id)).toMatchObject({
      name: 'Ann',
      phone: '1',
      address: { city: 'Linz', country: null },
      metadata: { a: 1, n: null, b: 2 },
    });
  });

  it('are taken by id, with or without attributes', async () => {
    const { body } = await client.post(makeOrder({ customer: { source_id: uniqueId() } }));
    const id = body.customer_id ?? '';
    expect((await client.post({ customer: { id, name: 'New' } })).body.customer).toMatchObject({
      id,
      name: 'New',
    });
    expect((await client.post({ customer_id: id })).body.customer_id).toBe(id);
    expect((await client.post({ referrer_id: id })).body.referrer_id).toBe(id);
  });

  it('answer 404 by an unknown id, naming it, and nothing is stored', async () => {
    const source_id = uniqueId();
    for (const fields of [
      { customer: { id: 'cust_x' } },
      { customer_id: 'cust_x' },
      { referrer: { id: 'cust_x' } },
      { referrer_id: 'cust_x' },
    ]) {
      const error = await client.refused(404, 'not_found', 'POST', '/v1/orders', {
        body: { source_id, ...fields },
      });
      expect(error).toMatchObject({ resource_type: 'customer', resource_id: 'cust_x' });
    }
    await client.refused(404, 'not_found', 'GET', `/v1/orders/${source_id}`);
  });

  it('without id or source_id keep their profile as it is, on all their orders', async () => {
    const source_id = uniqueId('jane');
    const profile = {
      name: 'Jane',
      email: 'jane@example.com',
      address: { city: 'Graz', state: null },
      metadata: { tier: 'gold', note: null },
    };
    const order = makeOrder({ customer: { source_id, ...profile } });
    const { body: first } = await client.post(order);
    const guest = {
      name: 'A guest',
      email: 'guest@example.com',
      phone: '5',
      address: { city: 'Linz', state: 'OÖ', country: 'AT' },
      metadata: { tier: 'none', note: 'x', visits: 1 },
    };
    const again = await client.post({ ...order, customer: guest });
    expect(again.body.customer).toMatchObject({ id: first.customer_id, source_id, name: 'Jane' });
    const filled = {
      ...profile,
      phone: '5',
      address: { city: 'Graz', state: null, country: 'AT' },
      metadata: { tier: 'gold', note: null, visits: 1 },
    };
    expect(await client.customer(source_id)).toMatchObject(filled);
    const { headers } = await client.put(first.id, { customer: { ...guest, metadata: { visits: 1 } } });
    expect(headers.get('ETag')).toBe(again.headers.get('ETag'));
    const before = await client.customer(source_id);
    await client.put(first.id, { customer: { metadata: { visits: 2, tier: 'x' } }, referrer: guest });
    expect(await client.customer(source_id)).toEqual(before);
    const { body: referred } = await client.put(first.id, { referrer: { name: 'B', phone: '6' } });
    expect(await client.customer(referred.referrer_id ?? '')).toMatchObject({ name: 'A guest', phone: '5' });
  });

  it('are made new without id or source_id, and filled in where the order has one', async () => {
    const first = await client.post(makeOrder({ customer: { name: 'Ann' } }));
    const { body } = await client.put(first.body.id, {
      customer: { email: 'ann@example.com' },
      referrer: { name: 'Bob' },
    });
    expect(body.customer).toMatchObject({
      id: first.body.customer_id,
      name: 'Ann',
      email: 'ann@example.com',
    });
    expect(body.referrer).toMatchObject({ name: 'Bob' });
    expect(body.referrer_id).not.toBe(body.customer_id);
    const upsert = await client.post({ source_id: first.body.source_id, customer: { phone: '5' } });
    expect(upsert.body.customer_id).toBe(first.body.customer_id);
  });

  it('are detached by null', async () => {
    const { body } = await client.post(makeOrder({ customer: { name: 'Ann' }, referrer: { name: 'Bob' } }));
    const detached = await client.put(body.id, { customer_id: null, referrer_id: null });
    expect(detached.body).toMatchObject({ customer_id: null, referrer_id: null });
    expect(detached.body).not.toHaveProperty('customer');
    expect((await client.customer(body.customer_id ?? '')).name).toBe('Ann');
  });

  it('may be the same person', async () => {
    const source_id = uniqueId();
    const { body } = await client.post({
      customer: { source_id, name: 'Ann' },
      referrer: { source_id, email: 'a@example.com' },
    });
    expect(body.customer_id).toBe(body.referrer_id);
    expect(body.customer).toMatchObject({ name: 'Ann', email: 'a@example.com' });
  });

  it('are refused where an id and a source_id name two customers, or two ids disagree', async () => {
    const [a, b] = [uniqueId(), uniqueId()];
    const first = await client.post({ customer: { source_id: a } });
    await client.post({ customer: { source_id: b } });
    const body = { customer: { id: first.body.customer_id, source_id: b } };
    await client.refused(409, 'duplicate_found', 'POST', '/v1/orders', { body });
    const two = { customer: { id: first.body.customer_id }, customer_id: 'cust_y' };
    const error = await client.refused(400, 'invalid_payload', 'POST', '/v1/orders', { body: two });
    expect(error.errors?.[0]?.path).toBe('customer_id');
  });

  it('keep their attributes when the order is refused', async () => {
    const source_id = uniqueId();
    await client.post({ customer: { source_id, name: 'Ann' } });
    const body = { customer: { source_id, name: 'Changed' }, referrer_id: 'cust_x' };
    await client.refused(404, 'not_found', 'POST', '/v1/orders', { body });
    expect((await client.customer(source_id)).name).toBe('Ann');
  });
});

describe('GET /v1/customers/{customerId}', () => {
  it('answers what the official client expects of a customer without a profile', async () => {
    const source_id = uniqueId();
    await client.post({ customer: { source_id } });
    const customer = await client.customer(source_id);
    expect(customer).toMatchObject({
      object: 'customer',
      source_id,
      address: null,
      loyalty: { points: 0, campaigns: {} },
      referrals: { total: 0 },
      summary: { orders: { total_amount: 0, total_count: 0, average_amount: 0, last_order_amount: 0 } },
    });
    for (const name of ['metadata', 'name', 'updated_at']) expect(customer).not.toHaveProperty(name);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { makeOrder, uniqueId } from '../factories.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

describe('POST /v1/orders', () => {
  it('stores an order and answers it with its totals', async () => {
    const { body, headers } = await client.post(
      makeOrder({ status: 'PAID', discount_amount: 40, metadata: { a: null } }),
    );
    expect(body).toMatchObject({
      object: 'order',
      status: 'PAID',
      amount: 1540,
      initial_amount: 1540,
      discount_amount: 40,
      total_discount_amount: 40,
      total_amount: 1500,
      metadata: { a: null },
      updated_at: null,
      customer_id: null,
      referrer_id: null,
    });
    expect(headers.get('ETag')).toBe('"1"');
    expect((await client.get(body.id)).body).toEqual(body);
  });
  it('x cost', async () => {
    const person = { source_id: uniqueId(), name: 'N', email: 'n@example.com' };
    const first = await client.post(makeOrder({ customer: person, status: 'PAID' }), {
      'Idempotency-Key': 'k1',
    });
    const second = await client.post(makeOrder({ customer: person, status: 'PAID' }), {
      'Idempotency-Key': 'k2',
    });
    const third = await client.post(makeOrder({ customer: person }), { 'Idempotency-Key': 'k3' });
    console.error(
      first.cost,
      second.cost,
      third.cost,
      (await client.get(first.body.id)).cost,
      first.headers.get('x-d1-bookmark'),
    );
  });
});

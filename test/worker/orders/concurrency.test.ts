import { beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../shared/orders/orders.ts';
import { Client } from '../client.ts';
import { makeOrder, uniqueId } from '../factories.ts';

const WRITERS = 100;

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

describe(`${WRITERS} requests at once`, () => {
  it('with one source_id make one order, without an error or a lost field', async () => {
    const source_id = uniqueId();
    const bodies = Array.from({ length: WRITERS }, (_, index) => ({
      source_id,
      metadata: { [`key${index}`]: index },
    }));
    const replies = await Promise.all(bodies.map((body) => client.post(body)));
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    const { body, headers } = await client.get(source_id);
    expect(body.metadata).toEqual(Object.assign({}, ...bodies.map(({ metadata }) => metadata)));
    expect(headers.get('ETag')).toBe(`"${WRITERS}"`);
  });

  it('with one idempotency key make one order and get one reply', async () => {
    const headers = { 'Idempotency-Key': uniqueId() };
    const body = makeOrder({ source_id: undefined, customer: { name: 'Ann' } });
    const replies = await Promise.all(Array.from({ length: WRITERS }, () => client.post(body, headers)));
    expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    expect(replies.filter((reply) => reply.headers.get('Idempotency-Replayed') === null)).toHaveLength(1);
    const { body: list } = await client.call<{ orders: Order[] }>('GET', '/v1/orders?limit=100');
    expect(
      list.orders.filter(({ customer_id }) => customer_id === replies[0]?.body.customer_id),
    ).toHaveLength(1);
  });

  it('with one version in If-Match let one through', async () => {
    const { body } = await client.post(makeOrder());
    const replies = await Promise.all(
      Array.from({ length: WRITERS }, (_, index) =>
        client.call('PUT', `/v1/orders/${body.id}`, {
          body: { metadata: { index } },
          headers: { 'If-Match': '"1"' },
        }),
      ),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 412)).toHaveLength(WRITERS - 1);
  });

  it('for one new customer leave one customer with the right summary', async () => {
    const source_id = uniqueId();
    const replies = await Promise.all(
      Array.from({ length: WRITERS }, () =>
        client.post(makeOrder({ status: 'PAID', customer: { source_id } })),
      ),
    );
    expect(new Set(replies.map(({ body }) => body.customer_id)).size).toBe(1);
    expect((await client.customer(source_id)).summary.orders).toMatchObject({
      total_count: WRITERS,
      total_amount: WRITERS * 1540,
    });
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { makeOrder, uniqueId } from '../factories.ts';

let client: Client;
const ann = { source_id: 'cost-ann', name: 'Ann', email: 'ann@example.com' };

beforeAll(async () => {
  client = await Client.create();
  await client.post(makeOrder({ customer: ann }));
});

const once = () => ({ 'Idempotency-Key': uniqueId('once') });

describe('the cost of an order, with a warm key cache', () => {
  it('is one round trip and at most 11 rows written with a known, unchanged customer, whatever the status', async () => {
    for (const status of ['CREATED', 'PAID', 'CANCELED', 'FULFILLED']) {
      const { cost } = await client.post(makeOrder({ status, customer: ann }), once());
      expect(cost.roundTrips).toBe(1);
      expect(cost.rowsWritten).toBeLessThanOrEqual(11);
    }
  });

  it('is one round trip and at most 19 rows written with a new customer', async () => {
    const customer = { source_id: uniqueId(), name: 'New', email: 'new@example.com', metadata: { a: 1 } };
    const { cost } = await client.post(makeOrder({ status: 'PAID', customer }), once());
    expect(cost.roundTrips).toBe(1);
    expect(cost.rowsWritten).toBeLessThanOrEqual(19);
  });

  it('is one round trip and at most 6 rows read to get it by id or source_id', async () => {
    const { body } = await client.post(makeOrder({ customer: ann, referrer: { source_id: uniqueId() } }));
    for (const id of [body.id, body.source_id ?? '']) {
      const { cost } = await client.get(id);
      expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
      expect(cost.rowsRead).toBeLessThanOrEqual(6);
    }
  });

  it('is one round trip to change its status, and at most 10 rows written with a customer', async () => {
    const { body } = await client.post(makeOrder({ customer: ann }));
    const { cost } = await client.put(body.id, { status: 'CANCELED' });
    expect(cost.roundTrips).toBe(1);
    expect(cost.rowsWritten).toBeLessThanOrEqual(10);
  });

  it('does not depend on how many lines it has', async () => {
    const items = (count: number) => Array.from({ length: count }, () => ({ product_id: 'p', price: 1 }));
    const few = await client.post(makeOrder({ items: items(1), customer: ann }));
    const many = await client.post(makeOrder({ items: items(2000), customer: ann }));
    expect(many.cost).toEqual(few.cost);
  });
});

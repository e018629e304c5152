import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { divideHalfUp } from '../../../shared/money.ts';
import { Client } from '../client.ts';
import { uniqueId } from '../factories.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

const status = fc.constantFrom('CREATED', 'PAID', 'PAID', 'CANCELED', 'FULFILLED');
const createdAt = fc.integer({ min: 0, max: 5 }).map((day) => `2020-01-0${day + 1}T00:00:00.000Z`);
const price = fc.integer({ min: 0, max: 1000 });
const step = fc.record(
  {
    order: fc.nat(3),
    customer: fc.constantFrom(0, 1, null),
    status,
    created_at: createdAt,
    price,
    discount_amount: fc.integer({ min: 0, max: 50 }),
  },
  { requiredKeys: ['order'] },
);

interface Known {
  id: string;
  status: string;
  created_at: string;
  total_amount: number;
  customer_id: string | null;
}

/** The rule, written again: over PAID orders, the last by created_at, then by insertion. */
function recompute(orders: Known[], customerId: string) {
  const paid = orders.filter((order) => order.status === 'PAID' && order.customer_id === customerId);
  const total = paid.reduce((sum, order) => sum + order.total_amount, 0);
  const last = paid.reduce<Known | undefined>(
    (latest, order) => (latest === undefined || order.created_at >= latest.created_at ? order : latest),
    undefined,
  );
  return {
    total_count: paid.length,
    total_amount: total,
    average_amount: paid.length > 0 ? divideHalfUp(total, paid.length) : 0,
    last_order_amount: last?.total_amount ?? 0,
    ...(last && { last_order_date: last.created_at }),
  };
}

describe("a customer's summary", () => {
  it('equals a recomputation, whichever way orders change', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const customers = [uniqueId('c'), uniqueId('c')];
        const sources = Array.from({ length: 4 }, () => uniqueId('o'));
        const known = new Map<string, Known>();
        for (const { order, customer, price: linePrice, ...fields } of steps) {
          const { body } = await client.post({
            source_id: sources[order],
            ...fields,
            ...(linePrice !== undefined && { items: [{ product_id: 'p', price: linePrice }] }),
            ...(customer === null && { customer_id: null }),
            ...(typeof customer === 'number' && { customer: { source_id: customers[customer] } }),
          });
          known.set(body.id, body);
        }
        const ids = new Set([...known.values()].flatMap(({ customer_id }) => customer_id ?? []));
        for (const id of ids) {
          const { summary } = await client.customer(id);
          expect(summary.orders).toEqual(recompute([...known.values()], id));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('rounds the average half up', async () => {
    const source_id = uniqueId();
    const pay = (amount: number) => client.post({ status: 'PAID', amount, customer: { source_id } });
    await pay(1);
    await pay(2);
    expect((await client.customer(source_id)).summary.orders.average_amount).toBe(2);
    await pay(1);
    expect((await client.customer(source_id)).summary.orders.average_amount).toBe(1);
  });
});

/** Orders to be imported while something breaks, and what must be there afterwards. */
import { expect } from 'vitest';
import type { Customer } from '../../shared/customers/customers.ts';
import type { Order } from '../../shared/orders/orders.ts';
import { allOrders, done } from './import-calls.ts';
import type { Server } from './server.ts';

const CUSTOMERS = 40;

const createdAt = (index: number) => new Date(Date.UTC(2020, 0, 1) + index * 1000).toISOString();

/** An order: of every second nothing but the number in its metadata tells it from others. */
const makeOrder = (index: number) => ({
  ...(index % 2 === 0 && { source_id: `order-${index}` }),
  status: 'PAID',
  created_at: createdAt(index),
  items: [
    { source_id: 'mug', related_object: 'product', quantity: 2, price: 450 },
    { source_id: 'tea', related_object: 'sku', quantity: 1, price: index },
  ],
  customer: { source_id: `customer-${index % CUSTOMERS}`, name: `Customer ${index % CUSTOMERS}` },
  metadata: { number: index },
});

/** So many orders, as lines of JSON. */
export const faultOrders = (count: number): string =>
  Array.from({ length: count }, (_, index) => JSON.stringify(makeOrder(index))).join('\n');

const numberOf = ({ metadata }: Order): number => Number(metadata.number);

/** Orders as they are now, by their ids. */
export async function someOrders(server: Server): Promise<Map<string, Order>> {
  const { body } = await server.call<{ orders: Order[] }>('GET', '/v1/orders?limit=100');
  return new Map(body.orders.map((order) => [order.id, order]));
}

/**
 * Waits for the import's end: every one of so many orders is there, exactly once and as it was sent, but those that must have
 * failed, in their customers' summaries too, and orders that were `seen` on the way have stayed as they were.
 */
export async function expectOnce(
  server: Server,
  id: string,
  options: { count: number; seen?: Map<string, Order>; hasFailed?: (index: number) => boolean },
): Promise<void> {
  const { count, seen = new Map(), hasFailed = () => false } = options;
  const action = await done(server, id);
  const numbers = Array.from({ length: count }, (_, index) => index).filter((index) => !hasFailed(index));
  expect(action).toMatchObject({ status: 'DONE', operation_status: 'SUCCESS' });
  expect(action.result).toMatchObject({
    done_count: numbers.length,
    created_count: numbers.length,
    failed_count: count - numbers.length,
  });
  const orders = await allOrders(server);
  expect(orders.map(numberOf)).toEqual(numbers.toReversed());
  expect(new Set(orders.map((order) => order.id)).size).toBe(numbers.length);
  for (const order of orders) {
    const index = numberOf(order);
    const { source_id = null, created_at } = makeOrder(index);
    expect(order).toMatchObject({ source_id, created_at, amount: 900 + index, updated_at: null });
    if (seen.has(order.id)) expect(order).toStrictEqual(seen.get(order.id));
    seen.delete(order.id);
  }
  expect([...seen.keys()]).toEqual([]);
  for (const [customer, own] of Map.groupBy(numbers, (index) => index % CUSTOMERS)) {
    const { body } = await server.call<Customer>('GET', `/v1/customers/customer-${customer}`);
    expect(body.summary.orders).toMatchObject({
      total_count: own.length,
      total_amount: own.reduce((sum, index) => sum + 900 + index, 0),
      last_order_amount: 900 + (own.at(-1) ?? 0),
      last_order_date: createdAt(own.at(-1) ?? 0),
    });
  }
}

import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderList } from '../../../shared/orders/orders.ts';
import { Client } from '../client.ts';
import { counting, run } from '../database.ts';

/** More than a search looks at in each of its places, so that more of everything would cost no more. */
const CUSTOMERS = 400;
const ORDERS_EACH = 6;
const ORDERS = CUSTOMERS * ORDERS_EACH;
const ORDERS_OF_ONE = 1000;

const MAX_ROWS = 5000;

let client: Client;

const insertOrders = (count: number, prefix: string, customer: string) =>
  run(`${counting(1, count)} INSERT INTO orders (id, source_id, status, created_at, updated_at, customer_id,
      referrer_id, items_count, sent_amount, initial_amount, discount_amount, items_discount_amount, metadata, items)
    SELECT printf('ord_${prefix}%06d', i), '${prefix}-' || i, iif(i % 3, 'CREATED', 'PAID'), i, iif(i % 2, NULL, 1e6 + i),
      ${customer}, 'cust_00001', 0, 1, 1, 0, 0, '{}', '[]' FROM n`);

/** Everyone and every order is called the same; half of the orders have changed. */
beforeAll(async () => {
  client = await Client.create();
  await client.call('GET', '/v1/orders');
  await run(`${counting(1, CUSTOMERS)} INSERT INTO customers (id, source_id, name, email, created_at)
    SELECT printf('cust_%05d', i), 'customer-' || (1000 + i), 'Customer', 'customer-' || i || '@example.com', i FROM n`);
  await insertOrders(ORDERS, 'customer', `printf('cust_%05d', 1 + i / 2 % ${CUSTOMERS})`);
  await insertOrders(ORDERS_OF_ONE, 'one', "'cust_00007'");
});

const search = (q: string, more = '') =>
  client.call<OrderList>('GET', `/v1/orders?limit=100&counts=true&q=${encodeURIComponent(q)}${more}`);

describe('a search of orders reads a bounded number of rows in two round trips', () => {
  it.each([
    ['what everyone and every order is called', 'customer', true],
    ['what they are called, and a number', 'customer-1', true],
    ['the beginning of every id', 'ord_customer', false],
    ['a letter', 'c', true],
    ['a customer of a thousand orders', 'customer-7@example.com', true],
    ['many numbers', '10', true],
    ['a number', '1042', false],
    ['words that all have, though never together', 'customer example', true],
    ['words of which the second is nowhere', 'customer zzzz', false],
    ['nothing', 'nothing at all', false],
  ])('by %s', async (_, q, isCapped) => {
    for (const more of ['', '&order=updated_at', '&status=PAID', '&page=2', '&page=3']) {
      const { cost, body } = await search(q, more);
      expect(cost.roundTrips).toBeLessThanOrEqual(2);
      expect(cost.rowsWritten).toBe(0);
      expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
      expect(body.total_capped ?? false).toBe(isCapped);
    }
  });

  it('page after page, each order once, until it has shown what it looks at', async () => {
    const seen: string[] = [];
    let after: string | undefined = '';
    while (after !== undefined) {
      const { cost, body } = await search('customer', after && `&starting_after_id=${after}`);
      expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
      seen.push(...body.orders.map(({ id }) => id));
      after = body.more_starting_after;
    }
    const { body } = await search('customer');
    expect(seen).toHaveLength(body.total);
    expect(new Set(seen).size).toBe(body.total);
    // The newest orders by number are among them, and one at least of each of the newest customers.
    expect(seen.filter((id) => id > `ord_customer00${ORDERS - 100}` && id < 'ord_d')).toHaveLength(100);
    expect(body.total).toBeGreaterThan(200);
  });

  it('finds an old order by its very number, though hundreds of newer ones hold it', async () => {
    const { body } = await search('one-1');
    expect(body.orders[0]?.source_id).toBe('one-1');
    const numbers = (await search('100')).body.orders.map(({ source_id }) => source_id);
    expect(numbers.slice(0, 2).sort()).toEqual(['customer-100', 'one-100']);
  });
});

it('costs an order with a source_id one row more to be found by it, and others nothing', async () => {
  const written = async (order: Record<string, unknown>) =>
    (await client.post({ amount: 1, ...order })).cost.rowsWritten;
  const unnamed = await written({});
  // The index by source_id, which is unique, and that of searches.
  expect(await written({ source_id: 'cost-of-search-1' })).toBe(unnamed + 2);
  expect(await written({ source_id: 'x'.repeat(200) })).toBe(unnamed + 2);
});

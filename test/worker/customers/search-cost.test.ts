import { beforeAll, describe, expect, it } from 'vitest';
import type { OrderList } from '../../../shared/orders/orders.ts';
import { counting, run } from '../database.ts';
import { CustomerCalls } from './calls.ts';

const CUSTOMERS = 20_000;
const MAX_CANDIDATES = 200;
/** By the beginning of a source_id, and of an email, and one by its id. */
const MAX_EXACT = 41;
const LIMIT = 50;
const MAX_ROWS = 4 * (MAX_CANDIDATES + MAX_EXACT) + 3 * LIMIT + 20;

let customers: CustomerCalls;

/** Customers who all match "example", of whom every tenth is a Smith and one of 200 an Anderson; and 3,000 orders. */
beforeAll(async () => {
  customers = await CustomerCalls.create();
  await customers.list('');
  await run(`${counting(1, CUSTOMERS)}
    INSERT INTO customers (id, source_id, name, email, phone, created_at)
    SELECT printf('cust_%06d', i), 'crm-' || i,
      CASE WHEN i % 200 = 0 THEN 'Anderson ' WHEN i % 10 = 0 THEN 'Smith ' ELSE 'Person ' END || i,
      'user' || i || '@example.com', '+431' || i, i FROM n`);
  await run(`${counting(1, 3000)}
    INSERT INTO orders (id, source_id, status, created_at, customer_id, items_count, sent_amount, initial_amount,
      discount_amount, items_discount_amount, metadata, items)
    SELECT printf('ord_%06d', i), 'web-' || i, iif(i % 3 = 0, 'PAID', 'CREATED'), i,
      iif(i % 2, 'cust_010000', printf('cust_%06d', 17000 + i)), 0, 1, 1, 0, 0, '{}', '[]' FROM n`);
});

const search = (q: string, more = '') => customers.list(`limit=${LIMIT}&q=${encodeURIComponent(q)}${more}`);

describe(`a search among ${CUSTOMERS} customers`, () => {
  it.each([
    ['every customer', '@example.com', true],
    ['every customer, by the beginning of the source_id', 'crm-', true],
    ['a tenth', 'smith', true],
    ['one of 200', 'anderson', false],
    ['some', '0@example', true],
    ['a handful', 'crm-1999', false],
    ['one', 'user14321@example.com', false],
    ['none', 'nobody@nowhere', false],
    ['none, of trigrams that many have', 'example.comuser', false],
  ])('that matches %s reads a bounded number of rows in two round trips', async (_, q, isCapped) => {
    const { body, cost } = await search(q);
    expect(cost.roundTrips).toBeLessThanOrEqual(2);
    expect(cost.rowsWritten).toBe(0);
    expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
    expect(body.total_capped ?? false).toBe(isCapped);
    expect(body.total).toBeLessThanOrEqual(MAX_CANDIDATES + MAX_EXACT);
    if (isCapped) expect(body.total).toBeGreaterThanOrEqual(MAX_CANDIDATES);
  });

  it('that matches many answers the newest of them, and every page costs the same', async () => {
    const seen: string[] = [];
    for (let page = 1; page <= 4; page += 1) {
      const { body, cost } = await search('Smith', `&page=${page}`);
      expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
      seen.push(...body.customers.map(({ source_id }) => source_id ?? ''));
    }
    const newest = Array.from({ length: CUSTOMERS / 10 }, (__, index) => CUSTOMERS - 10 * index);
    const smiths = newest.filter((i) => i % 200 !== 0).slice(0, MAX_CANDIDATES);
    expect(seen).toEqual(smiths.map((i) => `crm-${i}`));
  });

  it('finds the few that match, however old, all of them', async () => {
    const { body } = await search('anderson', '&page=2');
    expect(body.total).toBe(CUSTOMERS / 200);
    expect(body.customers.at(-1)?.source_id).toBe('crm-200');
  });

  it.each([
    ['source_id', 'crm-1'],
    ['email', 'user1@example.com'],
    ['id', 'cust_000001'],
    ['source_id of five digits', 'crm-12345'],
    ['email of another', 'user12345@example.com'],
  ])('answers the very %s first, though thousands of newer ones hold it', async (_, q) => {
    const { body } = await search(q);
    const [first] = body.customers;
    expect([first?.id, first?.email, first?.source_id]).toContain(q);
  });
});

describe('a search among orders by their customer', () => {
  const orders = (query: string) =>
    customers.client.call<OrderList>('GET', `/v1/orders?limit=${LIMIT}&${query}`);

  it.each([
    ['every customer', '%40example.com'],
    ['a tenth', 'smith'],
    ['one', 'user17002%40'],
    ['none', 'nobody%40nowhere'],
  ])('whom %s matches is bounded', async (_, q) => {
    const { status, cost } = await orders(`q=${q}`);
    expect(status).toBe(200);
    expect(cost.roundTrips).toBe(1);
    // Up to 200 customers and here as many orders, for the page and for the total.
    expect(cost.rowsRead).toBeLessThanOrEqual(30 * MAX_CANDIDATES);
  });

  it('is complete for a customer of more orders than it takes from the index', async () => {
    const all = (await orders('q=crm-10000')).body;
    expect(all).toMatchObject({ total: 1500, has_more: true });
    expect(all.orders.map(({ customer_id }) => customer_id)).toEqual(Array(LIMIT).fill('cust_010000'));
    const paid = (await orders('q=crm-10000&status=PAID&order=created_at')).body;
    expect(paid.total).toBe(500);
    expect(paid.orders[0]?.source_id).toBe('web-3');
  });

  it('finds those of the very source_id or email, though thousands of newer customers hold it', async () => {
    const { body } = await customers.client.post({ customer_id: 'cust_000009' });
    for (const q of ['crm-9', 'user9@example.com']) {
      const { body: reply } = await orders(`q=${encodeURIComponent(q)}`);
      expect({ q, ids: reply.orders.map(({ id }) => id) }).toEqual({
        q,
        ids: expect.arrayContaining([body.id]),
      });
    }
  });

  it('says so where it has left customers out', async () => {
    expect((await orders('q=smith')).body).toMatchObject({ total_capped: true });
    expect((await orders('q=anderson')).body).not.toHaveProperty('total_capped');
  });
});

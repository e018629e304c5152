import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Filters } from '../../../shared/filters.ts';
import type { OrderList } from '../../../shared/orders/orders.ts';
import { customerList } from '../../../worker/customers/list-store.ts';
import type { Cursor } from '../../../worker/lists/cursor.ts';
import type { Reply } from '../client.ts';
import { counting, run } from '../database.ts';
import { CustomerCalls, path } from './calls.ts';

/** More than a total is counted to; 200 in each moment. */
const CUSTOMERS = 25_000;
const MOMENTS = 125;
const LIMIT = 50;
const MAX_ROWS = LIMIT + 10;
const ORDERS = 2000;

let customers: CustomerCalls;

/** Customers with equal times among them, a third of them changed, every tenth without a source_id, two to an email. */
beforeAll(async () => {
  customers = await CustomerCalls.create();
  await customers.list('');
  await run(`${counting(1, CUSTOMERS)}
    INSERT INTO customers (id, source_id, name, email, created_at, updated_at, metadata)
    SELECT printf('cust_%06d', i), iif(i % 10, 'crm-' || i, NULL), 'Person ' || i, (i / 2) || '@example.com',
      1e12 + (i * 7919 % ${MOMENTS}) * 60000, CASE WHEN i % 3 = 0 THEN 2e12 + i * 104729 % 300 END, '{"n":' || i || '}' FROM n`);
  await run(`${counting(1, ORDERS + 100)}
    INSERT INTO orders (id, status, created_at, updated_at, customer_id, items_count, sent_amount, initial_amount,
      discount_amount, items_discount_amount, metadata, items)
    SELECT printf('ord_%06d', i), iif(i % 2, 'PAID', 'CREATED'), i, iif(i % 3, NULL, i),
      iif(i > ${ORDERS}, 'cust_000002', 'cust_000001'), 0, 1, 1, 0, 0, '{}', '[]' FROM n`);
});

const list = (query: string) => customers.list(`limit=${LIMIT}${query}`);
const sorts = ['created_at', '-created_at', 'updated_at', '-updated_at', 'source_id', '-source_id'];

describe(`at ${CUSTOMERS} customers`, () => {
  it.each(sorts)('a page by %s reads at most limit + 10 rows, from page 1 on', async (order) => {
    const first = await list(`&order=${order}`);
    expect(first.body.customers).toHaveLength(LIMIT);
    expect(first.body.total).toBe(CUSTOMERS);
    expect(first.cost.roundTrips).toBe(1);
    expect(first.cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
    let after = first.body.more_starting_after;
    for (let page = 0; page < 4; page += 1) {
      const next = await list(`&order=${order}&starting_after_id=${after}`);
      expect(next.body.customers).toHaveLength(LIMIT);
      expect(next.cost.roundTrips).toBe(1);
      expect(next.cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
      after = next.body.more_starting_after;
    }
  });

  it.each(sorts)('a page by %s from the middle of the list costs the same', async (order) => {
    for (const id of ['cust_012500', 'cust_012501', 'cust_012503', 'cust_008340']) {
      const { body, cost } = await list(`&order=${order}&starting_after_id=${id}`);
      expect(body.customers).toHaveLength(LIMIT);
      expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
    }
  });

  it.each(sorts)('an email, a source_id or both, sorted by %s, read a handful of rows', async (order) => {
    for (const [query, found] of [
      ['&email=777@example.com', 2],
      ['&filters[email][conditions][$is]=777@example.com', 2],
      ['&filters[source_id][conditions][$in][0]=crm-777', 1],
      ['&email=388@example.com&filters[source_id][conditions][$is]=crm-777', 1],
      ['&email=388@example.com&filters[name][conditions][$is]=Person%20776', 1],
      ['&email=nobody@example.com', 0],
    ] as const) {
      const { body, cost } = await list(`&order=${order}${query}`);
      expect({ query, total: body.total, found: body.customers.length }).toEqual({
        query,
        total: found,
        found,
      });
      expect(cost.roundTrips).toBe(1);
      expect(cost.rowsRead).toBeLessThanOrEqual(30);
    }
  });

  it('one customer is read by id or source_id with a handful of rows', async () => {
    for (const id of ['cust_000777', 'crm-777']) {
      const { cost } = await customers.client.call('GET', path(id));
      expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
      expect(cost.rowsRead).toBeLessThanOrEqual(5);
    }
  });

  it('a range of the time that the list is sorted by walks no further than its page', async () => {
    const from = new Date(1e12 + 100 * 60_000).toISOString();
    const to = new Date(1e12 + 102 * 60_000).toISOString();
    const { body, cost } = await list(`&created_at[after]=${from}&created_at[before]=${to}`);
    expect(body.total).toBe(200);
    expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS + 2 * 200);
  });

  it.each(['created_at', '-created_at'])(
    'a scroll by %s reads its page and the rest of its moment',
    async (order) => {
      const moment = new Date(1e12 + 60 * 60_000).toISOString();
      const { body, cost } = await list(`&order=${order}&starting_after=${moment}`);
      // 200 were made in each moment.
      expect(body.customers).toHaveLength(200);
      expect(body).toMatchObject({ has_more: true, total: CUSTOMERS });
      expect(cost.roundTrips).toBe(2);
      expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS + 3 * 200);
    },
  );

  it('a total is exact where all are meant, else counted to 10,000', async () => {
    expect((await list('')).body).not.toHaveProperty('total_capped');
    const capped = await list('&filters[name][conditions][$starts_with]=Person');
    expect(capped.body).toMatchObject({ total: 10_000, total_capped: true });
  });
});

/** Whether neither costs more than a few rows more than the other: which index entries are met differs a little. */
function expectAlike(costs: Reply<unknown>['cost'][], others: Reply<unknown>['cost'][]): void {
  expect(costs).toHaveLength(others.length);
  for (const [index, { roundTrips, rowsRead, rowsWritten }] of costs.entries()) {
    const other = others[index];
    expect({ roundTrips, rowsWritten }).toEqual({
      roundTrips: other?.roundTrips,
      rowsWritten: other?.rowsWritten,
    });
    expect(Math.abs(rowsRead - (other?.rowsRead ?? 0))).toBeLessThanOrEqual(5);
  }
}

describe("a customer's orders", () => {
  it('cost the same to list, however many they are', async () => {
    const costs = async (id: string) => {
      const seen: Reply<unknown>['cost'][] = [];
      for (const order of ['created_at', '-created_at', '-updated_at']) {
        for (const query of [`customer=${id}`, `filters[customer_id][conditions][$is]=${id}`]) {
          const url = `/v1/orders?limit=20&order=${order}&${query}`;
          const { body, cost } = await customers.client.call<OrderList>('GET', url);
          expect(body.orders).toHaveLength(20);
          expect(body.total).toBe(id === 'cust_000001' ? ORDERS : 100);
          const next = `${url}&starting_after_id=${body.more_starting_after}`;
          seen.push(cost, (await customers.client.call('GET', next)).cost);
        }
      }
      return seen;
    };
    expectAlike(await costs('cust_000001'), await costs('cust_000002'));
  });

  it('cost the same to add to and to change, however many they are', async () => {
    const costs = async (customer_id: string) => {
      const created_at = '2020-01-01T00:00:00Z';
      const post = await customers.client.post({ customer_id, status: 'PAID', amount: 5, created_at });
      const put = await customers.client.put(post.body.id, { status: 'CANCELED' });
      return [post.cost, put.cost];
    };
    await costs('cust_000003');
    expectAlike(await costs('cust_000001'), await costs('cust_000002'));
  });
});

describe('the plan of a page of customers', () => {
  const planOf = async (order: string, after: Cursor | null, conditions: Filters['conditions'] = []) => {
    const filters = [{ junction: 'and' as const, conditions }];
    const { text, values } = customerList.page(
      { order, filters, now: 0 },
      { limit: LIMIT, offset: 0, after },
    );
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${text}`)
      .bind(...values)
      .all<{ detail: string }>();
    return results.map(({ detail }) => detail);
  };
  const indexes: Record<string, RegExp> = {
    created_at: /customers_(updated|changed)\b/,
    updated_at: /customers_updated\b/,
    source_id: /customers_(source_id|unnamed)\b/,
  };

  it.each(sorts)('by %s walks its indexes and sorts nothing', async (order) => {
    const byId = ['cust_000001', 'cust_000003', 'cust_000010'].map(
      (value): Cursor => ({ kind: 'afterId', value }),
    );
    const byKeys: Cursor = { kind: 'afterKeys', value: '[null,1000000000000,3]' };
    for (const after of [null, ...byId, byKeys]) {
      for (const conditions of [[], [{ field: 'name', operator: '$is' as const, values: ['Person 5'] }]]) {
        const plan = await planOf(order, after, conditions);
        expect(plan.filter((step) => /TEMP B-TREE/.test(step))).toEqual([]);
        const walks = plan.filter(
          (step) => /^(SCAN|SEARCH) customers\b.*INDEX/.test(step) && !/customers_id /.test(step),
        );
        expect(walks.length).toBeGreaterThanOrEqual(2);
        for (const walk of walks) expect(walk).toMatch(indexes[order.replace('-', '')] ?? /^$/);
      }
    }
  });
});

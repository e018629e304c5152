import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Filters } from '../../../shared/filters.ts';
import type { SortOrder } from '../../../shared/lists.ts';
import type { OrderList } from '../../../shared/orders/orders.ts';
import type { Cursor } from '../../../worker/lists/cursor.ts';
import { orderList } from '../../../worker/orders/stores/list-store.ts';
import { Client } from '../client.ts';

/** More than a total is counted to; 200 in each moment. */
const ORDERS = 25_000;
const MOMENTS = 125;
const LIMIT = 50;
const MAX_ROWS = 3 * LIMIT + 10;

let client: Client;

/** Orders with equal times among them, a third of them changed, each with a customer and a referrer of 40 people. */
beforeAll(async () => {
  client = await Client.create();
  const run = (sql: string) => env.DB.prepare(sql).run();
  await client.call('GET', '/v1/project');
  await run(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
    INSERT INTO customers (id, source_id, name, email, created_at)
    SELECT 'cust_' || i, 'person-' || i, 'Person ' || i, i || '@example.com', 0 FROM n`);
  await run(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ORDERS})
    INSERT INTO orders (id, source_id, status, created_at, updated_at, customer_id, referrer_id, items_count,
      sent_amount, initial_amount, discount_amount, items_discount_amount, metadata, items)
    SELECT printf('ord_%07d', i), 'web-' || i,
      CASE i % 4 WHEN 0 THEN 'CREATED' WHEN 1 THEN 'PAID' WHEN 2 THEN 'CANCELED' ELSE 'FULFILLED' END,
      1e12 + (i * 7919 % ${MOMENTS}) * 60000, CASE WHEN i % 3 = 0 THEN 2e12 + i * 104729 % 300 END,
      'cust_' || (i % 40 + 1), 'cust_' || (i % 37 + 1), 0, i, i, 0, 0, '{"n":' || i || '}', '[]' FROM n`);
});

const list = (query: string) => client.call<OrderList>('GET', `/v1/orders?limit=${LIMIT}${query}`);

const bounded = {
  'no filter': '',
  status: '&status=PAID',
  'status as a filter': '&filters[status][conditions][$in][0]=PAID',
  customer_id: '&filters[customer_id][conditions][$is]=cust_7',
  referrer_id: '&filters[referrer_id][conditions][$is]=cust_8',
};
const sorts: SortOrder[] = ['-created_at', 'created_at', '-updated_at'];
const cases = Object.entries(bounded).flatMap(([name, query]) =>
  sorts.map((order) => [name, order, query] as const),
);

describe(`at ${ORDERS} orders`, () => {
  it.each(cases)(
    'a page by %s, sorted by %s, reads at most 3 x limit + 10 rows, from page 1 on',
    async (_, order, query) => {
      const first = await list(`${query}&order=${order}`);
      expect(first.body.orders).toHaveLength(LIMIT);
      expect(first.body.total).toBeGreaterThan(LIMIT);
      expect(first.body).not.toHaveProperty('total_capped');
      expect(first.cost.roundTrips).toBe(1);
      expect(first.cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
      let after = first.body.more_starting_after;
      for (let page = 0; page < 4; page += 1) {
        const next = await list(`${query}&order=${order}&starting_after_id=${after}`);
        expect(next.body.orders).toHaveLength(LIMIT);
        expect(next.cost.roundTrips).toBe(1);
        expect(next.cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
        after = next.body.more_starting_after;
      }
    },
  );

  it('a page beyond the last changed order costs the same', async () => {
    const lastChanged = await env.DB.prepare(
      'SELECT id FROM orders WHERE updated_at IS NOT NULL ORDER BY updated_at, created_at, seq LIMIT 1',
    ).first<string>('id');
    for (const query of Object.values(bounded)) {
      const { body, cost } = await list(`${query}&order=-updated_at&starting_after_id=${lastChanged}`);
      expect(body.orders.every(({ updated_at }) => updated_at === null)).toBe(true);
      expect(body.orders).toHaveLength(LIMIT);
      expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
    }
  });

  it('totals by kept counts are exact, others are counted to 10,000 and say so', async () => {
    expect((await list('')).body.total).toBe(ORDERS);
    expect((await list('&status=PAID')).body.total).toBe(ORDERS / 4);
    expect((await list('&filters[status][conditions][$is_not]=PAID')).body.total).toBe((ORDERS * 3) / 4);
    expect((await list('&customer=person-7')).body.total).toBe(ORDERS / 40);
    const capped = (await list('&filters[amount][conditions][$more_than]=5000')).body;
    expect(capped).toMatchObject({ total: 10_000, total_capped: true });
    const exact = (await list('&filters[amount][conditions][$more_than]=15000')).body;
    expect(exact.total).toBe(10_000);
    expect(exact).not.toHaveProperty('total_capped');
  });

  it('a narrow search reads what it finds, in two round trips', async () => {
    const { body, cost } = await list('&q=web-2499');
    expect(body).toMatchObject({ total: 11, has_more: false });
    expect(cost.roundTrips).toBe(2);
    expect(cost.rowsRead).toBeLessThanOrEqual(20 * 11);
    const { body: one } = await list('&q=ord_0012345');
    expect(one.orders.map(({ source_id }) => source_id)).toEqual(['web-12345']);
  });

  it('an exact source_id reads a handful of rows', async () => {
    const { body, cost } = await list('&filters[source_id][conditions][$is]=web-777');
    expect(body.orders).toHaveLength(1);
    expect(cost.rowsRead).toBeLessThanOrEqual(12);
  });

  it('a range of created_at walks no further than its page', async () => {
    const from = new Date(1e12 + 100 * 60_000).toISOString();
    const to = new Date(1e12 + 102 * 60_000).toISOString();
    const { body, cost } = await list(`&created_at[after]=${from}&created_at[before]=${to}`);
    expect(body.total).toBe(200);
    expect(cost.rowsRead).toBeLessThanOrEqual(3 * LIMIT + 10 + 200);
  });
});

const anchors: Record<string, Filters['conditions']> = {
  orders_updated: [],
  orders_status_updated: [{ field: 'status', operator: '$is', values: ['PAID'] }],
  orders_customer_updated: [{ field: 'customer_id', operator: '$is', values: ['cust_7'] }],
  orders_referrer_updated: [{ field: 'referrer_id', operator: '$is', values: ['cust_7'] }],
};

async function planOf(
  conditions: Filters['conditions'],
  order: SortOrder,
  after: Cursor | null,
): Promise<string[]> {
  const selection = {
    order,
    q: undefined,
    isBroad: false,
    now: 0,
    filters: [{ junction: 'and' as const, conditions }],
  };
  const { text, values } = orderList.page(selection, { limit: LIMIT, offset: 0, after });
  const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${text}`)
    .bind(...values)
    .all<{ detail: string }>();
  return results
    .map(({ detail }) => detail)
    .filter(
      (detail) =>
        (/\borders\b/.test(detail) && !/^(CO-ROUTINE|SCAN orders$|.* orders_id )/.test(detail)) ||
        /TEMP B-TREE/.test(detail),
    );
}

describe('the plan of a page', () => {
  const cursors: (Cursor | null)[] = [
    null,
    { kind: 'afterId', value: 'ord_0000001' },
    { kind: 'afterId', value: 'ord_0000003' },
    { kind: 'afterKeys', value: '[1000000000000,1]' },
    { kind: 'afterKeys', value: '[2000000000000,1000000000000,3]' },
  ];

  it.each(Object.entries(anchors))(
    'walks %s and its changed half, and sorts nothing',
    async (index, conditions) => {
      const changed = index.replace('_updated', '_changed');
      for (const order of sorts) {
        for (const cursor of cursors) {
          const plan = await planOf(conditions, order, cursor);
          expect(plan.length).toBeGreaterThan(0);
          for (const step of plan) expect(step).toMatch(new RegExp(`USING INDEX (${index}|${changed})\\b`));
        }
      }
    },
  );

  it('prefers the customer where a status is asked for as well', async () => {
    const both = [...(anchors.orders_status_updated ?? []), ...(anchors.orders_customer_updated ?? [])];
    for (const step of await planOf(both, '-created_at', null)) expect(step).toMatch(/orders_customer_/);
  });

  it('walks in order where only a condition without an index is asked for', async () => {
    const conditions: Filters['conditions'] = [
      { field: 'status', operator: '$in', values: ['PAID', 'CREATED'] },
      { field: 'amount', operator: '$more_than', values: [5] },
    ];
    for (const step of await planOf(conditions, '-created_at', null))
      expect(step).toMatch(/USING INDEX orders_(updated|changed)/);
  });

  it('binds a total within what D1 takes, however many filters there are', () => {
    const conditions = Array.from({ length: 20 }, (_, index): Filters['conditions'][number] => ({
      field: `metadata.a.b${index}`,
      operator: '$not_in',
      values: [`${index}`, index, true, `true ${index}`, index + 0.5],
    }));
    const selection = {
      order: '-updated_at' as const,
      q: 'abc',
      isBroad: false,
      now: 0,
      filters: [{ junction: 'or' as const, conditions }],
    };
    const page = orderList.page(selection, {
      limit: 1,
      offset: 0,
      after: { kind: 'afterId', value: 'ord_x' },
    });
    expect(page.values.length).toBeLessThanOrEqual(100);
    expect(orderList.total(selection).statement.values.length).toBeLessThanOrEqual(100);
  });
});

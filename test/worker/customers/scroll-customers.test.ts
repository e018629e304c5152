import { beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../shared/customers/customers.ts';
import { Client } from '../client.ts';
import { counting, run } from '../database.ts';
import { CustomerCalls } from './calls.ts';

const MANY = 400;
const START = Date.UTC(2020, 0, 1);

/** How many customers were made in each of these moments, in milliseconds after START. */
const moments: Record<number, number> = { 0: 1, 1: 5, 2: MANY, 3: 1, 1000: 12, 1001: 3 };
const total = Object.values(moments).reduce((sum, count) => sum + count, 0);

let customers: CustomerCalls;
beforeAll(async () => {
  customers = new CustomerCalls(await Client.create());
  await customers.list('');
  let made = 0;
  // Inserted out of their order in time, some of them changed since.
  for (const [after, count] of Object.entries(moments).reverse()) {
    await run(`${counting(made + 1, made + count)}
      INSERT INTO customers (id, source_id, name, email, created_at, updated_at)
      SELECT 'cust_' || i, 'person-' || i, 'Person ' || (i % 2), (i % 2) || '@example.com', ${START + Number(after)},
        iif(i % 3 = 0, ${START} + i, NULL) FROM n`);
    made += count;
  }
});

/** What the official client's `customers.scroll(params)` does; `onPage` sees each page before its customers. */
async function* scroll(
  params: Record<string, string>,
  onPage: (page: Customer[]) => unknown = () => {},
): AsyncGenerator<Customer> {
  const isAscending = params.order === 'created_at';
  let startingAfter =
    params.starting_after ?? (isAscending ? '1970-01-01T00:00:00Z' : '2200-01-01T00:00:00Z');
  const get = async () =>
    (await customers.list(new URLSearchParams({ ...params, starting_after: startingAfter }).toString())).body;
  let response = await get();
  while (response.customers.length > 0) {
    await onPage(response.customers);
    for (const customer of response.customers) {
      const { created_at } = customer;
      const isFurther = isAscending ? startingAfter > created_at : startingAfter < created_at;
      startingAfter = isFurther ? startingAfter : created_at;
      yield customer;
    }
    if (!response.has_more) break;
    response = await get();
  }
}

async function collect(...given: Parameters<typeof scroll>): Promise<Customer[]> {
  const seen: Customer[] = [];
  for await (const customer of scroll(...given)) seen.push(customer);
  return seen;
}
const times = (list: Customer[]): number[] => list.map(({ created_at }) => Date.parse(created_at));

describe('scrolling as the official client does', () => {
  it.each(['created_at', '-created_at', ''])(
    'by order "%s" answers every customer once, in order, however many were made in one moment',
    async (order) => {
      for (const limit of ['1', '3', '10', '100']) {
        const seen = await collect({ limit, ...(order && { order }) });
        expect(seen).toHaveLength(total);
        expect(new Set(seen.map(({ id }) => id)).size).toBe(total);
        const direction = order === 'created_at' ? 1 : -1;
        expect(times(seen)).toEqual(times(seen).sort((a, b) => direction * (a - b)));
      }
    },
  );

  it('answers pages of the limit, and more only where a moment would be torn apart', async () => {
    const sizes: number[] = [];
    await collect({ limit: '10', order: 'created_at' }, (page) => sizes.push(page.length));
    // 10 of the second 2, 390 of it beyond; then 1 + 9 of 12, 3 beyond; then the rest.
    expect(sizes).toEqual([1 + 5 + MANY, 1 + 12, 3]);
    const { body } = await customers.list('limit=1&order=created_at&starting_after=2020-01-01');
    expect(body).toMatchObject({ total, has_more: true });
    expect(body.customers).toHaveLength(5);
  });

  it('holds beside shortcuts and filters', async () => {
    for (const order of ['created_at', '-created_at']) {
      const one = await collect({ limit: '7', order, email: '1@example.com' });
      expect(new Set(one.map(({ id }) => id)).size).toBe(total / 2);
      expect(one).toHaveLength(total / 2);
      expect(one.every(({ email }) => email === '1@example.com')).toBe(true);
      const named = await collect({ limit: '7', order, 'filters[name][conditions][$is]': 'Person 0' });
      expect(named).toHaveLength(total / 2);
    }
  });

  it('begins strictly after the moment given, or before it in the other direction', async () => {
    const starting_after = '2020-01-01T00:00:00.002Z';
    const later = await collect({ order: 'created_at', starting_after });
    expect(Math.min(...times(later))).toBe(START + 3);
    expect(later).toHaveLength(1 + 12 + 3);
    const earlier = await collect({ starting_after });
    expect(Math.max(...times(earlier))).toBe(START + 1);
    expect(earlier).toHaveLength(1 + 5);
    const { body } = await customers.list('starting_after=2000-01-01');
    expect(body).toMatchObject({ customers: [], has_more: false, total });
  });

  it('misses none of those that are made while it goes on', async () => {
    const made: string[] = [];
    const seen = await collect({ limit: '5', order: 'created_at' }, async () => {
      made.push((await customers.post({ name: 'Late' })).body.id);
    });
    const ids = seen.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // Whatever was made before the last page was asked for is in it or before it.
    expect(ids).toEqual(expect.arrayContaining(made.slice(0, -1)));
  });

  it('takes up to 1,000 customers of one moment beyond the page, and says what to do where there are more', async () => {
    const moment = Date.UTC(2021, 0, 1);
    const insert = (from: number, to: number) =>
      run(
        `${counting(from, to)} INSERT INTO customers (id, created_at) SELECT 'cust_x' || i, ${moment} FROM n`,
      );
    await insert(1, 1010);
    const query = 'limit=10&order=created_at&starting_after=2020-12-31&created_at[before]=2021-01-02';
    const { body, cost } = await customers.list(query);
    expect(body.customers).toHaveLength(1010);
    expect(body.has_more).toBe(false);
    expect(cost.roundTrips).toBeLessThanOrEqual(2);
    await insert(1011, 1011);
    const error = await customers.client.refused(
      400,
      'invalid_query_params',
      'GET',
      `/v1/customers?${query}`,
    );
    expect(error.errors?.[0]?.path).toBe('starting_after');
    expect(error.details).toContain('starting_after_id');
  });
});

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { OrderList } from '../../../shared/orders/orders.ts';
import { counting } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls } from './calls.ts';

const MANY = 1200;

let customers: CustomerCalls;
beforeAll(async () => {
  customers = await CustomerCalls.create();
});

async function search(q: string, more = ''): Promise<OrderList> {
  const { status, body } = await customers.client.call(
    'GET',
    `/v1/orders?q=${encodeURIComponent(q)}${/limit/.test(more) ? '' : '&limit=100'}${more}`,
  );
  expect(status).toBe(200);
  return OrderList.parse(body);
}
const found = async (q: string, more = '') => (await search(q, more)).orders.map(({ id }) => id);

async function walk(query: (after: string) => Promise<OrderList>): Promise<string[]> {
  const seen: string[] = [];
  let after: string | undefined = '';
  while (after !== undefined) {
    const page: OrderList = await query(after && `&starting_after_id=${after}`);
    seen.push(...page.orders.map(({ id }) => id));
    after = page.more_starting_after;
  }
  return seen;
}

describe('q of GET /v1/orders', () => {
  it('finds orders by any part of their customer, beside their own id and source_id', async () => {
    const person = {
      source_id: uniqueId('zed-person'),
      name: 'Zsófia Kiss',
      email: 'zsofi@pelda.example',
      phone: '+36 1 555',
    };
    const order = (fields: Record<string, unknown>) => customers.client.post({ amount: 5, ...fields });
    const paid = (await order({ status: 'PAID', customer: person })).body;
    const created = (await order({ source_id: uniqueId('zsofia-order'), customer: person })).body;
    const other = (await order({ customer: { name: 'Somebody Else' }, referrer: person })).body;
    for (const q of ['zsofia k', 'ÓFIA', '@pelda', '1 555', person.source_id.slice(1), 'zed-pers'])
      expect({ q, ids: await found(q) }).toEqual({ q, ids: [created.id, paid.id] });
    expect(await found('zsofia')).toEqual([created.id, paid.id]);
    expect(await found('zsofia', '&status=PAID')).toEqual([paid.id]);
    expect(await found('zsofia', '&order=created_at')).toEqual([paid.id, created.id]);
    expect(await search('zsofia', '&limit=1')).toMatchObject({ total: 2, has_more: true });
    expect(await found('somebody')).toEqual([other.id]);
    expect(await found(created.source_id ?? '')).toEqual([created.id]);
    expect(await found('nobody at all')).toEqual([]);
  });

  it('follows a customer who is renamed, moved to another order, or removed', async () => {
    const { body } = await customers.client.post({ customer: { name: 'Firstname Last' } });
    await customers.put(body.customer_id ?? '', { name: 'Secondname Last' });
    expect(await found('firstname')).toEqual([]);
    expect(await found('secondname')).toEqual([body.id]);
    await customers.client.put(body.id, { customer_id: null });
    expect(await found('secondname')).toEqual([]);
    await customers.client.put(body.id, { customer_id: body.customer_id });
    await customers.delete(body.customer_id ?? '');
    expect(await found('secondname')).toEqual([]);
  });

  it('is as complete where more are found than an index is asked for: sorted, filtered and paged', async () => {
    const { body } = await customers.post({ name: 'Wholesale Buyer', email: 'bulk@wholesale.example' });
    await customers.client.post({ customer: { name: 'Wholesale Rival' }, amount: 3 });
    await env.DB.prepare(`${counting(1, MANY)}
      INSERT INTO orders (id, status, created_at, updated_at, customer_id, items_count, sent_amount, initial_amount,
        discount_amount, items_discount_amount, metadata, items)
      SELECT printf('ord_m%05d', i), iif(i % 4, 'CREATED', 'PAID'), 1e12 + i * 7919 % 500,
        iif(i % 3, NULL, 2e12 + i), ?, 0, i, i, 0, 0, '{}', '[]' FROM n`)
      .bind(body.id)
      .run();
    for (const order of ['created_at', '-updated_at']) {
      const expected = await walk((after) => search('bulk@whole', `&order=${order}${after}`));
      expect(new Set(expected).size).toBe(MANY);
      const { results } = await env.DB.prepare(
        `SELECT id FROM orders WHERE customer_id = ? ORDER BY ${
          order === 'created_at'
            ? 'created_at, seq'
            : 'updated_at IS NULL, updated_at DESC, created_at DESC, seq DESC'
        }`,
      )
        .bind(body.id)
        .all<{ id: string }>();
      expect(expected).toEqual(results.map(({ id }) => id));
    }
    expect((await search('wholesale')).total).toBe(MANY + 1);
    expect((await search('wholesale', '&status=PAID')).total).toBe(MANY / 4);
    const paid = await walk((after) => search('wholesale', `&status=PAID${after}`));
    expect(new Set(paid).size).toBe(MANY / 4);
    const few = await search('wholesale', '&filters[amount][conditions][$less_than]=4');
    expect(few.total).toBe(4);
    const pages = await Promise.all([1, 2, 13].map((page) => search('wholesale', `&page=${page}`)));
    expect(pages.map(({ orders, has_more }) => [orders.length, has_more])).toEqual([
      [100, true],
      [100, true],
      [1, false],
    ]);
  });
});

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { OrderList } from '../../../shared/orders/orders.ts';
import { counting } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls } from './calls.ts';

/** More than a search reads of a customer's. */
const MANY = 400;

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

  it('looks at the newest of many orders of a customer, sorts, filters and pages these, and says so', async () => {
    const { body } = await customers.post({ name: 'Wholesale Buyer', email: 'bulk@wholesale.example' });
    await customers.client.post({ customer: { name: 'Wholesale Rival' }, amount: 3 });
    await env.DB.prepare(`${counting(1, MANY)}
      INSERT INTO orders (id, status, created_at, updated_at, customer_id, items_count, sent_amount, initial_amount,
        discount_amount, items_discount_amount, metadata, items)
      SELECT printf('ord_m%05d', i), iif(i % 4, 'CREATED', 'PAID'), 1e12 + i * 7919 % 500,
        iif(i % 3, NULL, 2e12 + i), ?, 0, i, i, 0, 0, '{}', '[]' FROM n`)
      .bind(body.id)
      .run();
    for (const [order, sql] of [
      ['created_at', 'created_at, seq'],
      ['-updated_at', 'updated_at IS NULL, updated_at DESC, created_at DESC, seq DESC'],
    ] as const) {
      const { results } = await env.DB.prepare(
        `SELECT id FROM (SELECT * FROM orders WHERE customer_id = ? ORDER BY created_at DESC, seq DESC LIMIT 301)
          ORDER BY ${sql}`,
      )
        .bind(body.id)
        .all<{ id: string }>();
      expect(await walk((after) => search('bulk@whole', `&order=${order}${after}`))).toEqual(
        results.map(({ id }) => id),
      );
    }
    expect(await search('bulk@whole')).toMatchObject({ total: 301, total_capped: true });
    const paid = await search('bulk@whole', '&status=PAID');
    expect(paid.total_capped).toBe(true);
    expect(paid.orders.every(({ status }) => status === 'PAID')).toBe(true);
    expect(paid.total).toBeGreaterThan(paid.orders.length - 1);
    // The two share what is read, and the rival has a place among the buyer's many.
    const both = await walk((after) => search('wholesale', after));
    expect(both).toHaveLength(152);
  });

  it('goes on after an order that no longer is what the filters ask for', async () => {
    const orders = [];
    for (let index = 0; index < 3; index += 1)
      orders.push(
        (await customers.client.post({ customer: { name: 'Cursory Reader' }, status: 'PAID' })).body.id,
      );
    const [oldest, middle, newest] = orders;
    await customers.client.put(newest ?? '', { status: 'CANCELED' });
    expect(await found('cursory', `&status=PAID&starting_after_id=${newest}`)).toEqual([middle, oldest]);
    await customers.client.refused(
      400,
      'invalid_query_params',
      'GET',
      '/v1/orders?q=cursory&starting_after_id=ord_m00001',
    );
  });
});

import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OrderList } from '../../../shared/orders/orders.ts';
import { counting, run, stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls, customerId, path, runScheduled } from './calls.ts';

const MANY = 1000;

let customers: CustomerCalls;
beforeAll(async () => {
  customers = await CustomerCalls.create('admin', 'remover');
});
afterEach(async () => {
  for (let round = 0; round < 3; round += 1) await runScheduled();
});

/** A customer with many orders, every second of which they referred instead. */
async function makeLarge(orders = MANY): Promise<{ id: string; source_id: string; prefix: string }> {
  const source_id = uniqueId('large');
  const { body } = await customers.post({ id: customerId(), source_id, name: 'Large Customer' });
  const prefix = uniqueId('ord_');
  await env.DB.prepare(`${counting(1, orders)}
    INSERT INTO orders (id, status, created_at, customer_id, referrer_id, items_count, sent_amount, initial_amount,
      discount_amount, items_discount_amount, metadata, items)
    SELECT ?2 || printf('%04d', i), 'PAID', i, iif(i % 2, ?1, NULL), iif(i % 2, NULL, ?1), 0, 2, 2, 0, 0, '{}', '[]' FROM n`)
    .bind(body.id, `${prefix}-`)
    .run();
  expect((await customers.get(body.id)).summary.orders.total_count).toBe(orders / 2);
  return { id: body.id, source_id, prefix };
}

const countNamed = (id: string) =>
  stored<number>('SELECT count(*) FROM orders WHERE ? IN (customer_id, referrer_id)', id);
const countEvents = (id: string) =>
  stored<number>('SELECT count(*) FROM customer_events WHERE customer_id = ?', id);
const isPending = (id: string) => stored<number>('SELECT count(*) FROM removed_customers WHERE id = ?', id);
const orderList = async (query: string): Promise<OrderList> =>
  (await customers.client.call<OrderList>('GET', `/v1/orders?${query}`)).body;
const orderOf = async ({ id }: { id: string }): Promise<string> =>
  (await stored<string>('SELECT id FROM orders WHERE customer_id = ? ORDER BY seq DESC LIMIT 1', id)) ?? '';

describe('the removal of a customer of many orders', () => {
  it('is answered after a bounded piece of the work, and swept to its end by the cron', async () => {
    const large = await makeLarge();
    const reply = await customers.delete(large.id);
    expect(reply.status).toBe(204);
    await customers.gone(large.id);
    expect(await countNamed(large.id)).toBeGreaterThan(0);
    expect(await countNamed(large.id)).toBeLessThan(MANY);
    expect(await isPending(large.id)).toBe(1);
    await runScheduled();
    expect(await countNamed(large.id)).toBe(0);
    expect(await countEvents(large.id)).toBe(0);
    expect(await isPending(large.id)).toBe(0);
    const query = `SELECT count(*) FROM order_events WHERE order_seq IN (SELECT seq FROM orders WHERE id LIKE '${large.prefix}%')`;
    expect(await stored(query)).toBe(MANY);
    const { body } = await customers.client.get(`${large.prefix}-0001`);
    expect(body).toMatchObject({ customer_id: null, referrer_id: null, amount: 2, status: 'PAID' });
  });

  it('costs the request the same however many they are', async () => {
    const [large, larger] = [await makeLarge(5000), await makeLarge(20_000)];
    const [{ cost }, { cost: costOfLarger }] = [
      await customers.delete(large.id),
      await customers.delete(larger.id),
    ];
    expect(costOfLarger.roundTrips).toBe(cost.roundTrips);
    expect(costOfLarger.rowsWritten).toBe(cost.rowsWritten);
  });

  it('shows itself in no order from the first moment on', async () => {
    const large = await makeLarge();
    await customers.delete(large.id);
    expect(await countNamed(large.id)).toBeGreaterThan(0);
    const { body } = await customers.client.get(await orderOf(large));
    expect(body.customer_id).toBeNull();
    expect(body).not.toHaveProperty('customer');
    expect(body.updated_at).toBeNull();
    const { orders } = await orderList('limit=100&order=-created_at');
    expect(JSON.stringify(orders)).not.toContain(large.id);
    expect(await orderList(`customer=${large.source_id}`)).toMatchObject({ orders: [], total: 0 });
    expect(await orderList('q=Large%20Customer')).toMatchObject({ orders: [], total: 0 });
    expect((await customers.list('q=Large%20Customer')).body.total).toBe(0);
  });

  it('finds no order by the id of the customer who is gone', async () => {
    const large = await makeLarge();
    await customers.delete(large.id);
    expect(await countNamed(large.id)).toBeGreaterThan(0);
    const seen = await Promise.all(
      [
        `customer=${large.id}`,
        `filters[customer_id][conditions][$is]=${large.id}`,
        `filters[referrer_id][conditions][$is]=${large.id}`,
      ].map(async (query) => {
        const { total, orders } = await orderList(query);
        return { query, total, orders: orders.length };
      }),
    );
    expect(seen).toEqual(seen.map(({ query }) => ({ query, total: 0, orders: 0 })));
  });

  it('refuses to make a customer of that id until it has ended', async () => {
    const large = await makeLarge();
    await customers.delete(large.id);
    const again = { body: { id: large.id, name: 'Again' } };
    const error = await customers.client.refused(409, 'duplicate_found', 'POST', '/v1/customers', again);
    expect(error).toMatchObject({ resource_type: 'customer', resource_id: large.id });
    await customers.gone(large.id);
    await runScheduled();
    expect((await customers.post(again.body)).body).toMatchObject({ id: large.id, name: 'Again' });
    expect(await countNamed(large.id)).toBe(0);
  });

  it('leaves alone the new customer of the same source_id', async () => {
    const large = await makeLarge();
    await customers.delete(large.id);
    const { body } = await customers.client.post({
      customer: { source_id: large.source_id },
      status: 'PAID',
    });
    await runScheduled();
    expect((await customers.client.get(body.id)).body).toEqual(body);
    expect((await customers.get(large.source_id)).summary.orders.total_count).toBe(1);
  });

  it('leaves alone an order that has got another customer meanwhile', async () => {
    const large = await makeLarge();
    await customers.delete(large.id);
    const email = 'new@example.com';
    const orderId = await orderOf(large);
    const put = await customers.client.put(orderId, { customer: { email } });
    expect(put.body.customer).toMatchObject({ email });
    expect(put.body.customer_id).not.toBe(large.id);
    const other = await orderOf(large);
    const kept = await customers.client.put(other, { metadata: { a: 1 } });
    expect(kept.body.customer_id).toBeNull();
    await runScheduled();
    expect((await customers.client.get(orderId)).body).toEqual(put.body);
    expect((await customers.get(put.body.customer_id ?? '')).summary.orders).toMatchObject({
      total_count: 1,
      total_amount: 2,
    });
    expect((await customers.client.get(other)).body).toMatchObject({ customer_id: null, metadata: { a: 1 } });
  });

  it('is done once, however many ask for it at once, and beside the cron', async () => {
    const large = await makeLarge();
    const replies = await Promise.all([
      ...Array.from({ length: 10 }, () => customers.client.call('DELETE', path(large.id))),
      ...Array.from({ length: 3 }, runScheduled),
    ]);
    const statuses = replies.flatMap((reply) => (reply ? [reply.status] : []));
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => status === 404)).toHaveLength(9);
    await runScheduled();
    expect([await countNamed(large.id), await isPending(large.id)]).toEqual([0, 0]);
    const { results } = await env.DB.prepare('SELECT version FROM orders WHERE id LIKE ?')
      .bind(`${large.prefix}%`)
      .all<{ version: number }>();
    expect(new Set(results.map(({ version }) => version))).toEqual(new Set([2]));
  });

  it('goes on for several customers in one run, and deletes their events, however many', async () => {
    const removed = [await makeLarge(), await makeLarge()];
    for (const { id } of removed) {
      await run(`${counting(1, 5000)} INSERT INTO customer_events (customer_id, number, type, created_at, changes)
        SELECT '${id}', 1000 + i, 'customer.updated', i, '[]' FROM n`);
      await customers.delete(id);
      expect(await countEvents(id)).toBeGreaterThan(0);
    }
    await runScheduled();
    for (const { id } of removed)
      expect([await countNamed(id), await countEvents(id), await isPending(id)]).toEqual([0, 0, 0]);
    expect(
      await stored(
        "SELECT total - (SELECT count(*) FROM customers) FROM table_counts WHERE name = 'customers'",
      ),
    ).toBe(0);
  });
});

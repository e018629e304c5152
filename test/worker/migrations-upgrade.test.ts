import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CustomerList } from '../../shared/customers/customer-lists.ts';
import type { Customer } from '../../shared/customers/customers.ts';
import type { CustomerEvent, OrderEvent } from '../../shared/events.ts';
import type { Order, OrderList } from '../../shared/orders/orders.ts';
import { Client } from './client.ts';
import { makeOrder, uniqueId } from './factories.ts';

/** How many migrations the first release had. */
const RELEASED = 2;

let client: Client;

/** Rows as the first release wrote them: its statements and triggers, each at a time of its own. */
async function writeAsBefore(): Promise<void> {
  const { id: key } = client.key;
  await env.DB.batch(
    [
      `INSERT INTO customers (id, source_id, name, email, phone, created_at, metadata) VALUES
        ('cust_ann', 'crm-ann', 'Ann Åström', 'ann@example.com', '+1 555', 1000, '{"a":null}'),
        ('cust_bob', NULL, 'Bob', NULL, NULL, 2000, NULL), ('cust_eve', 'crm-eve', NULL, NULL, NULL, 3000, NULL)`,
      ...[
        ['ord_1', 'PAID', 'cust_ann', null],
        ['ord_2', 'CREATED', 'cust_ann', 'cust_bob'],
        ['ord_3', 'CANCELED', null, null],
      ].map(
        ([id, status, customer, referrer], index) =>
          `INSERT INTO orders (id, source_id, status, created_at, changed_by, customer_id, referrer_id, items_count,
            sent_amount, initial_amount, discount_amount, items_discount_amount, metadata, items)
          VALUES ('${id}', 'web-${id}', '${status}', ${index}, '${key}', ${customer ? `'${customer}'` : 'NULL'},
            ${referrer ? `'${referrer}'` : 'NULL'}, 0, 100, 100, 0, 0, '{}', '[]')`,
      ),
      `UPDATE orders SET status = 'PAID', version = 2, updated_at = 7000, changed_by = '${key}' WHERE id = 'ord_2'`,
      `UPDATE orders SET customer_id = 'cust_eve', version = 3, updated_at = 8000, changed_by = NULL WHERE id = 'ord_2'`,
      `UPDATE customers SET phone = '+1 556', version = 2, updated_at = 9000 WHERE id = 'cust_ann'`,
      'UPDATE order_events SET created_at = 5000 + order_seq WHERE version = 1',
      `INSERT INTO idempotency_records (day, key, request_hash, created_at, reply) VALUES (20000, 'k', 'h', 1, '[]')`,
    ].map((sql) => env.DB.prepare(sql)),
  );
}

const get = async <Body>(path: string): Promise<Body> => {
  const { status, body } = await client.call<Body>('GET', path);
  expect(status).toBe(200);
  return body;
};
const customer = (id: string) => get<Customer>(`/v1/customers/${id}`);

beforeAll(async () => {
  await reset();
  const released = env.MIGRATIONS.slice(0, RELEASED);
  await applyD1Migrations(env.DB, released);
  client = await Client.create('admin', 'before');
  await writeAsBefore();
  const first = await env.DB.prepare('SELECT count(*) AS count FROM order_events WHERE version = 1').first(
    'count',
  );
  expect(first).toBe(3);
  await applyD1Migrations(env.DB, env.MIGRATIONS);
});

describe('a database of the first release, migrated', () => {
  it('keeps orders, customers and summaries as they were', async () => {
    expect(await customer('crm-ann')).toMatchObject({
      id: 'cust_ann',
      name: 'Ann Åström',
      phone: '+1 556',
      address: null,
      metadata: { a: null },
      summary: { orders: { total_count: 1, total_amount: 100 } },
    });
    expect(await customer('cust_bob')).not.toHaveProperty('metadata');
    expect((await customer('cust_eve')).summary.orders.total_count).toBe(1);
    const order = await get<Order>('/v1/orders/web-ord_2');
    expect(order).toMatchObject({
      id: 'ord_2',
      status: 'PAID',
      customer_id: 'cust_eve',
      referrer_id: 'cust_bob',
    });
    expect((await client.call('GET', '/v1/orders/ord_2')).headers.get('ETag')).toBe('"3"');
  });

  it("keeps every event of an order, the first one in the order's own row", async () => {
    const { data } = await get<{ data: OrderEvent[] }>('/v1/orders/ord_2/activity');
    expect(data.map(({ id, type, created_at }) => [id, type, Date.parse(created_at)])).toEqual([
      ['evt_2_3', 'order.updated', 8000],
      ['evt_2_2', 'order.paid', 7000],
      ['evt_2_1', 'order.created', 5002],
    ]);
    expect(data.map(({ event_source }) => event_source.api_key?.name)).toEqual([
      undefined,
      'before',
      'before',
    ]);
    expect(data[2]?.data.changes).toEqual([{ field: 'status', new: 'CREATED' }]);
    expect(data[0]?.data.changes).toEqual([{ field: 'customer_id', old: 'cust_ann', new: 'cust_eve' }]);
    const { data: alone } = await get<{ data: OrderEvent[] }>('/v1/orders/ord_3/activity');
    expect(alone.map(({ type, data: { changes } }) => [type, changes])).toEqual([
      ['order.created', [{ field: 'status', new: 'CANCELED' }]],
    ]);
    const left = await env.DB.prepare('SELECT count(*) AS count FROM order_events WHERE version = 1').first(
      'count',
    );
    expect(left).toBe(0);
  });

  it('tells the past of each customer and its present orders, by time', async () => {
    const activity = async (id: string) => {
      const { data } = await get<{ data: CustomerEvent[] }>(`/v1/customers/${id}/activity?order=created_at`);
      return data.map(({ type, data: { data: event } }) => [type, event.order?.id, event.changes.length]);
    };
    expect(await activity('cust_ann')).toEqual([
      ['customer.created', undefined, 0],
      ['customer.order.created', 'ord_1', 1],
    ]);
    expect(await activity('cust_bob')).toEqual([['customer.created', undefined, 0]]);
    expect(await activity('crm-eve')).toEqual([
      ['customer.created', undefined, 0],
      ['customer.order.created', 'ord_2', 1],
      ['customer.order.paid', 'ord_2', 1],
      ['customer.order.updated', 'ord_2', 1],
    ]);
    expect(await get('/v1/customers/cust_eve/activities')).toMatchObject({ total: 4 });
  });

  it('counts, lists, sorts and finds the customers', async () => {
    const list = (query: string) => get<CustomerList>(`/v1/customers?${query}`);
    const ids = async (query: string) => (await list(query)).customers.map(({ id }) => id);
    expect((await list('')).total).toBe(3);
    expect(await ids('order=created_at')).toEqual(['cust_ann', 'cust_bob', 'cust_eve']);
    expect(await ids('order=-updated_at')).toEqual(['cust_ann', 'cust_eve', 'cust_bob']);
    expect(await ids('order=source_id')).toEqual(['cust_ann', 'cust_eve', 'cust_bob']);
    expect(await ids('email=ann@example.com')).toEqual(['cust_ann']);
    for (const q of ['astrom', 'n@exam', '1%20556', 'm-ann'])
      expect(await ids(`q=${q}`)).toEqual(['cust_ann']);
    expect((await get<OrderList>('/v1/orders?q=m-eve')).orders.map(({ id }) => id)).toEqual(['ord_2']);
  });

  it('lets vouchers be redeemed with an order of before, and rolled back', async () => {
    await client.call('POST', '/v1/vouchers/OLD', { body: { discount: { type: 'AMOUNT', amount_off: 30 } } });
    const order = await get<Order>('/v1/orders/web-ord_3');
    expect(order).toMatchObject({ applied_discount_amount: 0, total_applied_discount_amount: 0 });
    const { body } = await client.call<{ id: string; order: Order }>('POST', '/v1/vouchers/OLD/redemption', {
      body: { order: { source_id: 'web-ord_3', status: 'CANCELED' } },
    });
    expect(body.order).toMatchObject({ id: 'ord_3', total_amount: 70, applied_discount_amount: 30 });
    await client.call('POST', `/v1/redemptions/${body.id}/rollback`, { body: {} });
    expect(await get('/v1/orders/ord_3')).toMatchObject({ status: 'CANCELED', total_amount: 100 });
  });

  it('goes on from there: writes, events, search and removal', async () => {
    await client.put('ord_1', { status: 'FULFILLED' });
    const { body } = await client.post(makeOrder({ source_id: uniqueId(), customer_id: 'cust_ann' }));
    const { data } = await get<{ data: CustomerEvent[] }>('/v1/customers/cust_ann/activity');
    expect(data.map(({ id, type, data: { data: event } }) => [id, type, event.order?.id])).toEqual([
      ['evt_ann_4', 'customer.order.created', body.id],
      ['evt_ann_3', 'customer.order.fulfilled', 'ord_1'],
      ['evt_ann_2', 'customer.order.created', 'ord_1'],
      ['evt_ann_1', 'customer.created', undefined],
    ]);
    await client.call('PUT', '/v1/customers/cust_ann', { body: { name: 'Renamed' } });
    expect(await get('/v1/customers?q=astrom')).toMatchObject({ total: 0 });
    expect(await get('/v1/customers?q=renamed')).toMatchObject({ total: 1 });
    const { body: deletion } = await client.call('POST', '/v1/customers/cust_ann/permanent-deletion', {
      body: {},
    });
    expect(deletion).toMatchObject({
      data_json: { events: 5, customer_events: 2, order_events: 3, orders: 2 },
    });
    expect(await get('/v1/customers')).toMatchObject({ total: 2 });
    expect((await client.get('ord_1')).body.customer_id).toBeNull();
    await client.refused(404, 'not_found', 'GET', '/v1/customers/crm-ann');
  });

  it('keeps the replies of idempotency keys', async () => {
    const reply = await env.DB.prepare("SELECT reply FROM idempotency_records WHERE key = 'k'").first(
      'reply',
    );
    expect(reply).toBe('[]');
  });
});

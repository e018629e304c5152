import { beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../shared/customers/customers.ts';
import type { Order, OrderList } from '../../../shared/orders/orders.ts';
import { stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls, customerId, makeCustomer, path } from './calls.ts';

let customers: CustomerCalls;
beforeAll(async () => {
  customers = await CustomerCalls.create('admin', 'remover');
});

/** A customer with a paid order of their own, one that they referred, and one that is both. */
async function makeWithOrders(): Promise<{ customer: Customer; orders: Order[] }> {
  const { body: customer } = await customers.post(makeCustomer());
  const { id } = customer;
  const orders: Order[] = [];
  for (const people of [
    { customer_id: id, status: 'PAID', referrer: { name: 'Stays' } },
    { customer: { name: 'Stays' }, referrer_id: id },
    { customer_id: id, referrer_id: id },
  ])
    orders.push((await customers.client.post({ amount: 100, ...people })).body);
  return { customer, orders };
}

const orderList = async (query: string): Promise<OrderList> =>
  (await customers.client.call<OrderList>('GET', `/v1/orders?${query}`)).body;
const countTraces = (id: string) =>
  stored<number>(
    `(SELECT count(*) FROM customers WHERE id = ?1) + (SELECT count(*) FROM customer_events WHERE customer_id = ?1)
      + (SELECT count(*) FROM orders WHERE ?1 IN (customer_id, referrer_id))
      + (SELECT count(*) FROM removed_customers WHERE id = ?1)`,
    id,
  );

const ways: [name: string, remove: (id: string, headers?: Record<string, string>) => Promise<unknown>][] = [
  ['DELETE', (id, headers) => customers.delete(id, headers)],
  ['permanent-deletion', (id, headers) => customers.forget(id, headers)],
];

describe('DELETE /v1/customers/{customerId}', () => {
  it('answers 204 without a body, by id and by source_id', async () => {
    for (const name of ['id', 'source_id'] as const) {
      const { body } = await customers.post(makeCustomer());
      const reply = await customers.delete(body[name] ?? '');
      expect(reply).toMatchObject({ status: 204, body: '' });
      await customers.gone(body.id);
    }
  });
});

describe('permanent-deletion', () => {
  it('answers what was there, with every counter', async () => {
    const { customer } = await makeWithOrders();
    await customers.put(customer.id, { name: 'Changed' });
    await customers.client.post({ customer_id: customer.id, status: 'PAID' });
    const { body: moved } = await customers.client.post({ customer_id: customer.id });
    await customers.client.put(moved.id, { customer_id: null });
    const before = Date.now();
    const deletion = await customers.forget(customer.source_id ?? '');
    expect(deletion).toEqual({
      id: expect.stringMatching(/^del_/),
      object: 'pernament_deletion',
      created_at: expect.any(String),
      related_object_id: customer.id,
      related_object: 'customer',
      status: 'DONE',
      data_json: {
        // customer.created and .updated; four orders that were created, and one that went away.
        events: 7,
        customer_events: 2,
        order_events: 5,
        daily_events: 0,
        segments: 0,
        // Two of their own, one that they referred, and one that is both, once.
        orders: 4,
        customer: 1,
      },
    });
    expect(Math.abs(Date.parse(deletion.created_at) - before)).toBeLessThan(60_000);
  });
});

describe.each(ways)('after a %s', (_, remove) => {
  it('the profile is gone at once, by id and by source_id, wherever it is asked for', async () => {
    const { customer } = await makeWithOrders();
    await remove(customer.id);
    for (const id of [customer.id, customer.source_id ?? '']) {
      await customers.gone(id);
      for (const [method, suffix] of [
        ['GET', '/activity'],
        ['GET', '/activities'],
        ['DELETE', ''],
        ['POST', '/permanent-deletion'],
        ['PUT', ''],
      ] as const) {
        const options = method === 'GET' || method === 'DELETE' ? {} : { body: {} };
        const error = await customers.client.refused(404, 'not_found', method, path(id) + suffix, options);
        expect(error).toMatchObject({ resource_type: 'customer', resource_id: id });
      }
    }
    const body = { customer_id: customer.id };
    await customers.client.refused(404, 'not_found', 'POST', '/v1/orders', { body });
  });

  it('its orders stay, without it as customer and as referrer, but with the others', async () => {
    const { customer, orders } = await makeWithOrders();
    await remove(customer.id);
    for (const order of orders) {
      const { body } = await customers.client.get(order.id);
      const without = { ...order, version: undefined, updated_at: body.updated_at };
      for (const role of ['customer', 'referrer'] as const) {
        if (order[`${role}_id`] !== customer.id) continue;
        without[`${role}_id`] = null;
        delete without[role];
      }
      expect(body).toEqual(without);
      expect(body.updated_at).not.toBeNull();
    }
    for (const field of ['customer_id', 'referrer_id'])
      expect(await orderList(`filters[${field}][conditions][$is]=${customer.id}`)).toMatchObject({
        orders: [],
        total: 0,
      });
    for (const name of [customer.id, customer.source_id])
      expect(await orderList(`customer=${name}`)).toMatchObject({ orders: [], total: 0 });
    expect(await countTraces(customer.id)).toBe(0);
  });

  it('the activity of each order says who detached it, without a name', async () => {
    const { customer, orders } = await makeWithOrders();
    await remove(customer.id);
    const seen = await Promise.all(
      orders.map(async ({ id }) => {
        const { body } = await customers.client.call<{
          data: { type: string; data: { changes: unknown[] }; event_source: { api_key: { name: string } } }[];
        }>('GET', `/v1/orders/${id}/activity`);
        const [last] = body.data;
        return [body.data.length, last?.type, last?.event_source.api_key.name, last?.data.changes];
      }),
    );
    const change = (field: string) => ({ field, old: customer.id, new: null });
    expect(seen).toEqual([
      [2, 'order.updated', 'remover', [change('customer_id')]],
      [2, 'order.updated', 'remover', [change('referrer_id')]],
      [2, 'order.updated', 'remover', [change('customer_id'), change('referrer_id')]],
    ]);
    const { customer_id } = orders[1] as Order;
    expect((await customers.get(customer_id ?? '')).summary.orders.total_count).toBe(0);
  });

  it('a new customer of the same source_id is another one, without the old orders and events', async () => {
    const { customer } = await makeWithOrders();
    const { source_id } = customer;
    await remove(customer.id);
    const { body } = await customers.client.post({ customer: { source_id }, status: 'PAID', amount: 7 });
    expect(body.customer_id).not.toBe(customer.id);
    const fresh = await customers.get(source_id ?? '');
    expect(fresh.summary.orders).toMatchObject({ total_count: 1, total_amount: 7 });
    expect(fresh).toMatchObject({ address: null });
    expect(fresh).not.toHaveProperty('name');
    expect(await orderList(`customer=${source_id}`)).toMatchObject({ total: 1, orders: [{ id: body.id }] });
    expect(await stored('SELECT count(*) FROM customer_events WHERE customer_id = ?', fresh.id)).toBe(2);
  });

  it('an id that the client made may be used again, for another customer', async () => {
    const id = customerId();
    await customers.post({ id, source_id: uniqueId(), name: 'First', metadata: { a: 1 } });
    await remove(id);
    const { body, headers } = await customers.post({ id });
    expect(headers.get('ETag')).toBe('"1"');
    for (const name of ['name', 'metadata', 'source_id']) expect(body).not.toHaveProperty(name);
    expect(await stored('SELECT max(number) FROM customer_events WHERE customer_id = ?', id)).toBe(1);
  });
});

describe('If-Match on a removal', () => {
  it.each(['DELETE', 'POST'])('of method %s must be current, or nothing happens', async (method) => {
    const { body } = await customers.post(makeCustomer());
    await customers.put(body.id, { name: 'Two' });
    const url = method === 'POST' ? `${path(body.id)}/permanent-deletion` : path(body.id);
    const call = (tag: string) => ({ headers: { 'If-Match': tag }, ...(method === 'POST' && { body: {} }) });
    const error = await customers.client.refused(412, 'precondition_failed', method, url, call('"1"'));
    expect(error.details).toContain('version 2');
    await customers.client.refused(400, 'invalid_headers', method, url, call('2'));
    expect((await customers.get(body.id)).name).toBe('Two');
    expect((await customers.client.call(method, url, call('W/"2"'))).status).toBeLessThan(300);
    await customers.gone(body.id);
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { CustomerActivity, type CustomerEvent } from '../../../shared/events.ts';
import { Client } from '../client.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls, makeCustomer, path } from './calls.ts';

let customers: CustomerCalls;
let staff: Client;
beforeAll(async () => {
  customers = new CustomerCalls(await Client.create('admin', 'importer'));
  staff = await Client.create('staff', 'Maria');
});

async function activity(id: string): Promise<CustomerEvent[]> {
  const reply = await customers.client.call('GET', `${path(id)}/activity`);
  expect(reply.status).toBe(200);
  return CustomerActivity.parse(reply.body).data;
}
const types = (events: CustomerEvent[]): string[] => events.map(({ type }) => type.replace('customer.', ''));

describe('GET /v1/customers/{customerId}/activity', () => {
  it('tells what happened to the customer and its orders, by which key, newest first', async () => {
    const { body } = await customers.post(makeCustomer());
    const { body: order } = await customers.client.post({ customer_id: body.id, amount: 5 });
    await staff.put(order.id, { status: 'PAID' });
    await staff.put(order.id, { status: 'CANCELED' });
    await staff.put(order.id, { status: 'FULFILLED' });
    await staff.put(order.id, { discount_amount: 2 });
    await new CustomerCalls(staff).put(body.source_id ?? '', { name: 'New' });
    const events = await activity(body.id);
    expect(types(events)).toEqual([
      'updated',
      'order.updated',
      'order.fulfilled',
      'order.canceled',
      'order.paid',
      'order.created',
      'created',
    ]);
    expect(await activity(body.source_id ?? '')).toEqual(events);
    expect(events[1]?.data.data).toEqual({
      customer: { id: body.id, object: 'customer' },
      order: { id: order.id, object: 'order' },
      changes: [
        { field: 'discount_amount', old: 0, new: 2 },
        { field: 'total_amount', old: 5, new: 3 },
      ],
    });
    expect(events[5]?.data.data.changes).toEqual([{ field: 'status', new: 'CREATED' }]);
    expect(events[6]?.data.data).toEqual({ customer: { id: body.id, object: 'customer' }, changes: [] });
    expect(events[0]?.data.event_source).toEqual({
      channel: 'API',
      api_key: { id: staff.key.id, name: 'Maria', app_id: staff.key.appId },
    });
    expect(events.map(({ data }) => data.event_source.api_key?.name)).toEqual([
      'Maria',
      'Maria',
      'Maria',
      'Maria',
      'Maria',
      'importer',
      'importer',
    ]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    for (const { created_at } of events)
      expect(Math.abs(Date.now() - Date.parse(created_at))).toBeLessThan(600_000);
  });

  it('names the changed fields of a profile without what is in them', async () => {
    const { body } = await customers.post(makeCustomer({ metadata: { kept: 'secret', 'a"b.c': 'secret' } }));
    await customers.put(body.id, {
      source_id: uniqueId('secret'),
      name: 'secret',
      email: 'secret@example.com',
      phone: null,
      description: 'secret',
      birthday: '2000-01-01',
      birthdate: null,
      address: { city: 'secret' },
      metadata: { kept: 'secret', 'a"b.c': 'secret-new', more: 'secret' },
    });
    const [updated] = await activity(body.id);
    expect(updated?.data.data.changes).toEqual(
      ['source_id', 'name', 'email', 'phone', 'description', 'birthday', 'birthdate', 'address']
        .concat('metadata.a"b.c', 'metadata.more')
        .map((field) => ({ field })),
    );
    expect(JSON.stringify(await activity(body.id))).not.toMatch(/secret/);
  });

  it('tells who was made or changed by way of an order', async () => {
    const customer = { source_id: uniqueId(), name: 'Ann' };
    const { body } = await staff.post({ customer, status: 'PAID', amount: 1 });
    await staff.put(body.id, { customer: { email: 'ann@example.com' } });
    const events = await activity(customer.source_id);
    expect(types(events)).toEqual(['updated', 'order.created', 'created']);
    expect(events[0]?.data.data.changes).toEqual([{ field: 'email' }]);
    expect(events[1]?.data.data.changes).toEqual([{ field: 'status', new: 'PAID' }]);
    for (const { data } of events) expect(data.event_source.api_key?.name).toBe('Maria');
  });

  it('shows an order that moved in both customers, and its later events in the new one only', async () => {
    const [from, to] = [(await customers.post({})).body.id, (await customers.post({})).body.id];
    const { body } = await customers.client.post({ customer_id: from });
    await customers.client.put(body.id, { customer_id: to });
    await customers.client.put(body.id, { status: 'PAID' });
    await customers.client.put(body.id, { customer_id: null });
    await customers.client.put(body.id, { status: 'CREATED' });
    const moved = await activity(from);
    expect(types(moved)).toEqual(['order.updated', 'order.created', 'created']);
    expect(types(await activity(to))).toEqual(['order.updated', 'order.paid', 'order.updated', 'created']);
    const change = { field: 'customer_id', old: from, new: to };
    expect(moved[0]?.data.data.changes).toEqual([change]);
    expect((await activity(to))[2]?.data.data).toMatchObject({ changes: [change], order: { id: body.id } });
  });
});

import type { CustomerObject } from '@voucherify/sdk';
import { describe, expect, test } from 'vitest';
import { notFound, official } from './official.ts';

/** A customer in which every field is given. */
const makeCustomer = (source_id: string, name = 'Ann') => ({
  source_id,
  name,
  email: 'ann@example.com',
  phone: '+43 316 1',
  description: 'Buys tea',
  birthday: '1990-02-28',
  birthdate: '1990-02-28',
  address: { city: 'Graz', state: 'Styria', line_1: 'A 1', line_2: 'B', country: 'AT', postal_code: '8010' },
  metadata: { tier: 'gold', nested: { a: [1] } },
});

describe('customers.create and get', () => {
  test('store the whole profile, and answer it by id and by source_id', async () => {
    const sent = makeCustomer('shop/é 1?&#%');
    const customer = (await official.client.customers.create(sent)) as CustomerObject;
    expect(customer).toMatchObject({
      ...sent,
      id: expect.stringMatching(/^cust_/),
      object: 'customer',
      summary: {
        redemptions: { total_redeemed: 0, total_failed: 0, total_succeeded: 0, total_rolled_back: 0 },
        orders: { total_amount: 0, total_count: 0, average_amount: 0, last_order_amount: 0 },
      },
      loyalty: { points: 0, referred_customers: 0, campaigns: {} },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(await official.client.customers.get(customer.id)).toEqual(customer);
    expect(await official.client.customers.get(sent.source_id)).toEqual(customer);
  });

  test('update the customer of a known source_id', async () => {
    const first = (await official.client.customers.create(makeCustomer('again'))) as CustomerObject;
    const second = await official.client.customers.create({
      source_id: 'again',
      metadata: { tier: 'silver' },
    });
    expect(second).toEqual({
      ...first,
      metadata: { ...first.metadata, tier: 'silver' },
      updated_at: expect.any(String),
    });
  });
});

describe('customers.update', () => {
  test('changes what is given, by id and by source_id', async () => {
    const customer = (await official.client.customers.create(makeCustomer('update'))) as CustomerObject;
    const byId = await official.client.customers.update({ id: customer.id, name: 'By id' });
    expect(byId).toEqual({ ...customer, name: 'By id', updated_at: expect.any(String) });
    const bySource = await official.client.customers.update({
      source_id: 'update',
      address: { city: 'Linz' },
    });
    expect(bySource).toMatchObject({ name: 'By id', address: { ...customer.address, city: 'Linz' } });
  });

  test('changes nothing where it is sent what get returned', async () => {
    const { id } = (await official.client.customers.create(makeCustomer('unchanged'))) as CustomerObject;
    const read = (await official.client.customers.get(id)) as CustomerObject;
    expect(await official.client.customers.update(read)).toEqual(read);
    const empty = (await official.client.customers.create({})) as CustomerObject;
    expect(await official.client.customers.update(empty)).toEqual(empty);
  });
});

describe('customers.delete and deletePermanently', () => {
  test('remove the customer, and leave the orders', async () => {
    const order = await official.client.orders.create({
      status: 'PAID',
      amount: 5,
      customer: makeCustomer('delete'),
    });
    await official.client.customers.delete('delete');
    await expect(official.client.customers.get('delete')).rejects.toMatchObject(
      notFound('customer', 'delete'),
    );
    expect(await official.client.orders.get(order.id)).toMatchObject({ amount: 5, customer_id: null });
    await expect(official.client.customers.delete('delete')).rejects.toMatchObject(
      notFound('customer', 'delete'),
    );
  });

  test('the latter says what was there', async () => {
    const customer = makeCustomer('forget');
    const order = await official.client.orders.create({ amount: 5, customer });
    const deletion = await official.client.customers.deletePermanently('forget');
    expect(deletion).toEqual({
      id: expect.any(String),
      object: 'pernament_deletion',
      created_at: expect.any(String),
      related_object: 'customer',
      related_object_id: order.customer?.id,
      status: 'DONE',
      data_json: {
        events: expect.any(Number),
        customer_events: expect.any(Number),
        daily_events: 0,
        segments: 0,
        orders: 1,
        order_events: expect.any(Number),
        customer: 1,
      },
    });
    await expect(official.client.customers.get('forget')).rejects.toMatchObject(
      notFound('customer', 'forget'),
    );
    await expect(official.client.customers.deletePermanently('forget')).rejects.toMatchObject(
      notFound('customer', 'forget'),
    );
  });
});

describe('customers.listActivity and listActivities', () => {
  const typesOf = (events: Record<string, unknown>[]) => events.map(({ type }) => type);

  test('tell what happened to the customer and the orders, newest first', async () => {
    const order = await official.client.orders.create({ amount: 5, customer: makeCustomer('activity') });
    await official.client.orders.update({ id: order.id, status: 'PAID' });
    await official.client.customers.update({ source_id: 'activity', name: 'Anna' });
    const types = ['customer.updated', 'customer.order.paid', 'customer.order.created', 'customer.created'];
    const all = await official.client.customers.listActivity('activity');
    expect(all).toMatchObject({ object: 'list', data_ref: 'data', has_more: false });
    expect(typesOf(all.data)).toEqual(types);
    const counted = await official.client.customers.listActivities(order.customer?.id ?? '', { limit: 3 });
    expect(counted).toMatchObject({ object: 'list', data_ref: 'data', total: 4 });
    expect(typesOf(counted.data)).toEqual(types.slice(0, 3));
    const first = await official.client.customers.listActivity('activity', { limit: 1, order: 'created_at' });
    expect(typesOf(first.data)).toEqual(['customer.created']);
    const starting_after_id = first.more_starting_after ?? '';
    const second = await official.client.customers.listActivity('activity', {
      order: 'created_at',
      starting_after_id,
    });
    expect(typesOf(second.data)).toEqual(types.toReversed().slice(1));
    const paid = await official.client.customers.listActivity('activity', { type: 'customer.order.paid' });
    expect(typesOf(paid.data)).toEqual(['customer.order.paid']);
    const none = { campaign_type: 'PROMOTION', campaign_id: 'camp_1' } as const;
    expect((await official.client.customers.listActivity('activity', none)).data).toEqual([]);
    expect(await official.client.customers.listActivities('activity', none)).toMatchObject({ data: [] });
  });

  test('of nobody are a VoucherifyError', async () => {
    await expect(official.client.customers.listActivity('nobody')).rejects.toMatchObject(
      notFound('customer', 'nobody'),
    );
    await expect(official.client.customers.listActivities('nobody')).rejects.toMatchObject(
      notFound('customer', 'nobody'),
    );
  });
});

test('an invalid customer is a VoucherifyError that names each field', async () => {
  const customer: object = { name: 5, birthdate: 'today', metadata: 'x' };
  const error: unknown = await official.client.customers.create(customer).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 400, key: 'invalid_payload', message: 'Invalid payload' });
  for (const field of ['name', 'birthdate', 'metadata']) {
    expect(error).toMatchObject({ details: expect.stringContaining(`${field}: `) });
  }
  await expect(official.client.customers.update({ id: 'nobody', name: 'X' })).rejects.toMatchObject(
    notFound('customer', 'nobody'),
  );
});

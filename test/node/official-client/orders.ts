import type { OrdersCreate, OrdersUpdate } from '@voucherify/sdk';
import { expect, test } from 'vitest';
import { official } from './official.ts';

/** An order worth 1,290 minor units; its source_id and its customer's are unique to the test. */
const makeOrder = (name: string): OrdersCreate => ({
  source_id: `order/${name}`,
  status: 'CREATED',
  items: [
    { source_id: 'mug', related_object: 'product', quantity: 2, price: 450, product: { name: 'Mug' } },
    { source_id: 'tea', related_object: 'sku', quantity: 1, price: 390, sku: { sku: 'Tea, 100 g' } },
  ],
  metadata: { channel: 'web', gift: true },
  customer: { source_id: `customer/${name}`, name: 'Ann', email: 'ann@example.com' },
});

test('creates an order with lines and an inline customer', async () => {
  const order = await official.client.orders.create(makeOrder('create'));
  expect(order).toMatchObject({
    id: expect.stringMatching(/^ord_/),
    object: 'order',
    source_id: 'order/create',
    status: 'CREATED',
    updated_at: null,
    amount: 1290,
    total_amount: 1290,
    items: [
      { object: 'order_item', source_id: 'mug', quantity: 2, price: 450, amount: 900, subtotal_amount: 900 },
      { object: 'order_item', source_id: 'tea', quantity: 1, price: 390, amount: 390, subtotal_amount: 390 },
    ],
    metadata: { channel: 'web', gift: true },
    customer: { object: 'customer', source_id: 'customer/create', name: 'Ann', email: 'ann@example.com' },
  });
});

test('gets the order by id and by source_id', async () => {
  const order = await official.client.orders.create(makeOrder('get'));
  expect(await official.client.orders.get(order.id)).toEqual(order);
  expect(await official.client.orders.get('order/get')).toEqual(order);
});

test('updates status, lines and metadata, and nothing else', async () => {
  const order = await official.client.orders.create(makeOrder('update'));
  const item = { source_id: 'bag', quantity: 5, price: 50 };
  const updated = await official.client.orders.update({
    id: order.id,
    status: 'PAID',
    items: [item],
    metadata: { channel: 'shop' },
  });
  expect(updated).toEqual({
    ...order,
    status: 'PAID',
    updated_at: expect.any(String),
    amount: 250,
    total_amount: 250,
    items: [{ object: 'order_item', ...item, amount: 250, subtotal_amount: 250 }],
    metadata: { channel: 'shop', gift: true },
  });
  expect(await official.client.orders.get(order.id)).toEqual(updated);
});

test('creating again with the same source_id updates the order', async () => {
  const order = await official.client.orders.create(makeOrder('upsert'));
  const again = await official.client.orders.create({ source_id: 'order/upsert', status: 'PAID' });
  expect(again).toEqual({ ...order, status: 'PAID', updated_at: expect.any(String) });
});

test('lists orders, newest first, with their number', async () => {
  const { total } = await official.client.orders.list();
  const older = await official.client.orders.create(makeOrder('list older'));
  const newer = await official.client.orders.create(makeOrder('list newer'));
  expect(await official.client.orders.list({ limit: 2 })).toMatchObject({
    object: 'list',
    data_ref: 'orders',
    total: total + 2,
    orders: [newer, older],
  });
});

test('sending back the very object that get() returned changes nothing', async () => {
  const { id } = await official.client.orders.create(makeOrder('unchanged'));
  const fresh = await official.client.orders.get(id);
  expect(await official.client.orders.update(fresh as OrdersUpdate)).toEqual(fresh);
  const changed = await official.client.orders.update({ id, status: 'PAID' });
  expect(await official.client.orders.update(changed as OrdersUpdate)).toEqual(changed);
  expect(await official.client.orders.get(id)).toEqual(changed);
});

test('gets the customer of an order, with a summary of what was paid', async () => {
  const order = await official.client.orders.create({ ...makeOrder('customer'), status: 'PAID' });
  const customer = await official.client.customers.get(order.customer?.id ?? '');
  expect(customer).toMatchObject({
    object: 'customer',
    source_id: 'customer/customer',
    name: 'Ann',
    summary: { orders: { total_count: 1, total_amount: 1290, last_order_amount: 1290 } },
  });
  expect(await official.client.customers.get('customer/customer')).toEqual(customer);
});

test('an unknown id is a VoucherifyError that names it', async () => {
  const failure = { code: 404, key: 'not_found', resource_id: 'nothing', request_id: expect.any(String) };
  await expect(official.client.orders.get('nothing')).rejects.toMatchObject(failure);
  await expect(official.client.orders.update({ id: 'nothing', status: 'PAID' })).rejects.toMatchObject(
    failure,
  );
});

test('an invalid payload is a VoucherifyError that names the field', async () => {
  const order = { ...makeOrder('invalid'), items: [{ quantity: -1 }] };
  await expect(official.client.orders.create(order)).rejects.toMatchObject({
    code: 400,
    key: 'invalid_payload',
    details: expect.stringContaining('items[0].quantity'),
  });
});

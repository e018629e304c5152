import type { CustomerObject } from '@voucherify/sdk';
import { describe, expect, test } from 'vitest';
import { notFound, official } from './official.ts';

const totalOver = (amount: number) => ({
  'summary.orders.total_amount': { conditions: { $more_than: [amount] } },
});
const create = async (source_id: string) =>
  (await official.client.customers.create({ source_id })) as CustomerObject;

describe('segments', () => {
  test('are created, got and deleted: a filter, and a list', async () => {
    const filter = { junction: 'AND' as const, ...totalOver(1000) };
    const made = await official.client.segments.create({
      name: 'High-spenders',
      type: 'auto-update',
      filter,
    });
    expect(made).toEqual({
      id: expect.stringMatching(/^seg_/),
      object: 'segment',
      name: 'High-spenders',
      type: 'auto-update',
      filter,
      created_at: expect.stringMatching(/Z$/),
    });
    expect(await official.client.segments.get(made.id)).toEqual(made);
    const { id } = await create('listed');
    const list = await official.client.segments.create({ name: 'Guests', type: 'static', customers: [id] });
    expect(list).toMatchObject({ name: 'Guests', type: 'static', filter: null });
    for (const segment of [made, list]) {
      await official.client.segments.delete(segment.id);
      const missing = notFound('segment', segment.id);
      await expect(official.client.segments.get(segment.id)).rejects.toMatchObject(missing);
      await expect(official.client.segments.delete(segment.id)).rejects.toMatchObject(missing);
    }
  });

  test('of a customer are right as soon as an order is paid', async () => {
    const { client } = official;
    const customer = await create('spender');
    const segment = await client.segments.create({
      name: 'Spenders',
      type: 'auto-update',
      filter: totalOver(999),
    });
    expect(await client.segments.list(customer.id)).toEqual({
      object: 'list',
      data_ref: 'data',
      data: [],
      total: 0,
    });
    const order = await client.orders.create({ status: 'PAID', amount: 1000, customer: { id: customer.id } });
    const reference = { id: segment.id, name: 'Spenders', object: 'segment' };
    for (const name of [customer.id, 'spender']) {
      expect(await client.segments.list(name)).toMatchObject({ data: [reference], total: 1 });
    }
    const query: object = { segment_id: segment.id };
    expect((await client.customers.list(query)).customers.map(({ id }) => id)).toEqual([customer.id]);
    await client.orders.update({ id: order.id ?? '', status: 'CANCELED' });
    expect(await client.segments.list(customer.id)).toMatchObject({ data: [], total: 0 });
    await expect(client.segments.list('nobody')).rejects.toMatchObject(notFound('customer', 'nobody'));
  });

  test('of an unknown field are refused as a VoucherifyError that names it', async () => {
    const filter = { 'loyalty.points': { conditions: { $more_than: [1] } } };
    await expect(
      official.client.segments.create({ name: 'x', type: 'auto-update', filter }),
    ).rejects.toMatchObject({
      code: 400,
      key: 'invalid_payload',
      details: expect.stringContaining('filter.loyalty.points'),
    });
  });
});

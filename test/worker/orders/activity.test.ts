import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { OrderActivity } from '../../../shared/events.ts';
import { Client } from '../client.ts';
import { makeOrder, uniqueId } from '../factories.ts';

let admin: Client;
let staff: Client;
beforeAll(async () => {
  admin = await Client.create('admin', 'importer');
  staff = await Client.create('staff', 'Maria');
});

async function activity(id: string, query = ''): Promise<z.infer<typeof OrderActivity>> {
  const reply = await admin.call('GET', `/v1/orders/${id}/activity${query}`);
  expect(reply.status).toBe(200);
  return OrderActivity.parse(reply.body);
}

describe('GET /v1/orders/{orderId}/activity', () => {
  it('tells what changed, when, and by which key, newest first', async () => {
    const { body } = await admin.post(makeOrder({ status: 'FULFILLED', created_at: '2010-12-01T08:26:00Z' }));
    await staff.put(body.id, { status: 'PAID', discount_amount: 40 });
    const { data } = await activity(body.id);
    expect(data.map(({ type }) => type)).toEqual(['order.paid', 'order.created']);
    expect(data[0]?.event_source).toEqual({
      channel: 'API',
      api_key: { id: staff.key.id, name: 'Maria', app_id: staff.key.appId },
    });
    expect(data[0]?.data.changes).toEqual([
      { field: 'status', old: 'FULFILLED', new: 'PAID' },
      { field: 'discount_amount', old: 0, new: 40 },
      { field: 'total_amount', old: 1540, new: 1500 },
    ]);
    expect(data[1]?.event_source.api_key?.name).toBe('importer');
    expect(data[1]?.data.changes).toEqual([{ field: 'status', new: 'FULFILLED' }]);
    expect(Date.now() - Date.parse(data[1]?.created_at ?? '')).toBeLessThan(600_000);
  });

  it('names an event by the new status, else order.updated; order.created stands once', async () => {
    const { body } = await admin.post(makeOrder());
    for (const change of [
      { status: 'PAID' },
      { status: 'CANCELED' },
      { status: 'CREATED' },
      { status: 'FULFILLED' },
      { metadata: { a: 1 } },
    ]) {
      await admin.put(body.id, change);
    }
    const { data } = await activity(body.id);
    expect(data.map(({ type }) => type).reverse()).toEqual([
      'order.created',
      'order.paid',
      'order.canceled',
      'order.updated',
      'order.fulfilled',
      'order.updated',
    ]);
  });

  it('names changed fields, with ids and scalars but without items, metadata values, names or emails', async () => {
    const customer = { source_id: uniqueId(), name: 'Secret Name', email: 'secret@example.com' };
    const { body } = await admin.post(makeOrder({ metadata: { kept: 1, 'a"b.c': 'secret-old' } }));
    const renamed = uniqueId('renamed');
    const { body: changed } = await admin.put(body.id, {
      source_id: renamed,
      created_at: '2020-01-02T03:04:05Z',
      items: [{ product_id: 'p', price: 100 }],
      metadata: { 'a"b.c': 'secret-new' },
      customer,
    });
    const { data } = await activity(body.id);
    expect(data[0]?.data.changes).toEqual([
      { field: 'source_id', old: body.source_id, new: renamed },
      { field: 'created_at', old: body.created_at, new: '2020-01-02T03:04:05.000Z' },
      { field: 'amount', old: 1540, new: 100 },
      { field: 'total_amount', old: 1540, new: 100 },
      { field: 'customer_id', old: null, new: changed.customer_id },
      { field: 'items' },
      { field: 'metadata.a"b.c' },
    ]);
    expect(JSON.stringify(data)).not.toMatch(/secret/i);
  });

  it('pages by cursor, each event once', async () => {
    const { body } = await admin.post(makeOrder());
    for (let index = 0; index < 6; index += 1) await admin.put(body.id, { metadata: { index } });
    const seen: string[] = [];
    let after = '';
    do {
      const page = await activity(body.source_id ?? '', `?limit=3${after && `&starting_after_id=${after}`}`);
      seen.push(...page.data.map(({ id }) => id));
      expect(page.has_more).toBe(page.more_starting_after !== undefined);
      after = page.more_starting_after ?? '';
    } while (after);
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });

  it('refuses an unknown order and a cursor of another list', async () => {
    await admin.refused(404, 'not_found', 'GET', '/v1/orders/nowhere/activity');
    const { body } = await admin.post(makeOrder());
    for (const cursor of [
      'evt_x',
      body.id,
      `evt_${body.id.slice(4)}_0`,
      `evt_${body.id.slice(4)}_1e0`,
      `evt_${body.id.slice(4)}_999`,
    ]) {
      const path = `/v1/orders/${body.id}/activity?starting_after_id=${cursor}`;
      await admin.refused(400, 'invalid_query_params', 'GET', path);
    }
  });
});

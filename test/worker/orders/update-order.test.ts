import { beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../client.ts';
import { makeOrder, uniqueId } from '../factories.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

describe('PUT /v1/orders/{orderId}', () => {
  it('changes what is given and keeps the rest', async () => {
    const { body } = await client.post(makeOrder({ discount_amount: 40, metadata: { a: 1, b: { c: 2 } } }));
    const changed = await client.put(body.id, { status: 'PAID' });
    expect(changed.body).toEqual({ ...body, status: 'PAID', updated_at: changed.body.updated_at });
    expect(changed.body.updated_at).not.toBeNull();
    expect(changed.headers.get('ETag')).toBe('"2"');
    expect((await client.get(body.id)).body).toEqual(changed.body);
  });

  it('finds the order by source_id, also when it is changed by the same request', async () => {
    const { body } = await client.post(makeOrder());
    const renamed = uniqueId('renamed');
    expect((await client.put(body.source_id ?? '', { source_id: renamed })).body).toMatchObject({
      id: body.id,
      source_id: renamed,
    });
  });

  it('prefers an id over a source_id of the same text', async () => {
    const first = await client.post(makeOrder());
    const impostor = await client.post({ source_id: first.body.id });
    expect((await client.get(first.body.id)).body.id).toBe(first.body.id);
    expect((await client.put(first.body.id, { amount: 1, items: [] })).body.id).toBe(first.body.id);
    expect((await client.get(impostor.body.id)).body.amount).toBe(0);
  });

  it('replaces items whole, and [] clears them back to the amount sent', async () => {
    const { body } = await client.post(makeOrder({ amount: 77 }));
    expect(body.amount).toBe(1540);
    const replaced = await client.put(body.id, { items: [{ product_id: 'p', price: 10, quantity: 3 }] });
    expect(replaced.body).toMatchObject({ amount: 30, initial_amount: 1540 });
    expect((await client.put(body.id, { items: [] })).body).toMatchObject({ amount: 77, items: [] });
  });

  it('merges metadata by top-level key and keeps null values', async () => {
    const { body } = await client.post({ metadata: { a: 1, nested: { x: 1, y: 2 }, 'q"u.o': 'old' } });
    const { body: merged } = await client.put(body.id, {
      metadata: { a: null, nested: { z: 3 }, 'q"u.o': 'new', b: 0.1 },
    });
    expect(merged.metadata).toEqual({ a: null, nested: { z: 3 }, 'q"u.o': 'new', b: 0.1 });
    expect((await client.put(body.id, { metadata: {} })).body.metadata).toEqual(merged.metadata);
  });

  it('does nothing where nothing differs: same version, same updated_at, no event, no row written', async () => {
    const sent = makeOrder({
      status: 'PAID',
      metadata: { a: [1, 'é'] },
      customer: { source_id: uniqueId(), name: 'Ann' },
    });
    const first = await client.post(sent);
    const again = await client.post(sent);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('ETag')).toBe('"1"');
    expect(again.cost.rowsWritten).toBe(0);
    const put = await client.put(first.body.id, first.body);
    expect(put.body).toEqual(first.body);
    expect(put.cost.rowsWritten).toBe(0);
    expect((await client.put(first.body.id, {})).body).toEqual(first.body);
    for (const bare of [{}, { amount: 5 }, { items: [{ product_id: 'p' }] }]) {
      const { body } = await client.post(bare);
      expect((await client.put(body.id, body)).body).toEqual(body);
    }
  });

  it('answers 404 for an order that does not exist, and makes none', async () => {
    const error = await client.refused(404, 'not_found', 'PUT', '/v1/orders/nowhere', {
      body: { amount: 1, customer: { name: 'X' } },
    });
    expect(error).toMatchObject({
      message: 'Resource not found',
      resource_type: 'order',
      resource_id: 'nowhere',
    });
    await client.refused(404, 'not_found', 'GET', '/v1/orders/nowhere');
  });

  it('refuses a source_id that another order has', async () => {
    const [a, b] = [await client.post(makeOrder()), await client.post(makeOrder())];
    await client.refused(409, 'duplicate_found', 'PUT', `/v1/orders/${a.body.id}`, {
      body: { source_id: b.body.source_id },
    });
    expect((await client.put(a.body.id, { source_id: a.body.source_id })).body).toEqual(a.body);
  });

  it('keeps a source_id where null is sent', async () => {
    const { body } = await client.post(makeOrder());
    expect((await client.put(body.id, { source_id: null, amount: 3 })).body.source_id).toBe(body.source_id);
  });
});

describe('If-Match', () => {
  it('lets a current version through, weak or strong, and refuses a stale one', async () => {
    const { body } = await client.post(makeOrder());
    expect((await client.put(body.id, { status: 'PAID' }, { 'If-Match': '"1"' })).headers.get('ETag')).toBe(
      '"2"',
    );
    await client.put(body.id, { status: 'FULFILLED' }, { 'If-Match': 'W/"2"' });
    await client.put(body.id, { status: 'CREATED' }, { 'If-Match': '"9", "3"' });
    await client.put(body.id, { status: 'PAID' }, { 'If-Match': '*' });
    const path = `/v1/orders/${body.id}`;
    const stale = { body: { status: 'CANCELED' }, headers: { 'If-Match': '"4"' } };
    const error = await client.refused(412, 'precondition_failed', 'PUT', path, stale);
    expect(error.details).toContain('version 5');
    expect((await client.get(body.id)).body.status).toBe('PAID');
  });

  it('holds for an upsert, which must not create what the version is asked of', async () => {
    const source_id = uniqueId();
    const options = { body: { source_id }, headers: { 'If-Match': '"1"' } };
    await client.refused(412, 'precondition_failed', 'POST', '/v1/orders', options);
    await client.refused(404, 'not_found', 'GET', `/v1/orders/${source_id}`);
  });

  it('refuses a malformed one', async () => {
    const { body } = await client.post(makeOrder());
    for (const tag of ['5', '"5', '"1",']) {
      const options = { body: {}, headers: { 'If-Match': tag } };
      await client.refused(400, 'invalid_headers', 'PUT', `/v1/orders/${body.id}`, options);
    }
  });
});

import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import { CustomerCalls, customerId, makeCustomer, path } from './calls.ts';

let customers: CustomerCalls;
beforeAll(async () => {
  customers = await CustomerCalls.create();
});

const refusedPost = (status: number, key: string, body: unknown) =>
  customers.client.refused(status, key, 'POST', '/v1/customers', { body });

describe('POST /v1/customers', () => {
  it('stores the whole profile, and GET by id and by source_id answers the same', async () => {
    const sent = makeCustomer({ source_id: uniqueId('a/b é"') });
    const { body, headers } = await customers.post(sent);
    expect(body).toMatchObject({ object: 'customer', ...sent });
    expect(body.id).toMatch(/^cust_/);
    expect(body).not.toHaveProperty('updated_at');
    expect(headers.get('ETag')).toBe('"1"');
    expect(await customers.get(body.id)).toEqual(body);
    expect(await customers.get(String(sent.source_id))).toEqual(body);
  });

  it('of nothing makes a customer with null address, without metadata and other unset keys', async () => {
    const { body } = await customers.post({});
    expect(body.address).toBeNull();
    expect(Object.keys(body).sort()).toEqual(
      ['address', 'created_at', 'id', 'loyalty', 'object', 'referrals', 'summary'].sort(),
    );
    expect(body.summary.orders).toEqual({
      total_amount: 0,
      total_count: 0,
      average_amount: 0,
      last_order_amount: 0,
    });
  });

  it('updates the customer of a known source_id', async () => {
    const { body } = await customers.post(makeCustomer());
    const again = await customers.post({ source_id: body.source_id, name: 'Anna' });
    expect(again.body).toEqual({ ...body, name: 'Anna', updated_at: again.body.updated_at });
    expect(again.body.updated_at).toEqual(expect.any(String));
    expect(again.headers.get('ETag')).toBe('"2"');
  });

  it('updates the customer of a known id, and gives it another source_id', async () => {
    const { body } = await customers.post(makeCustomer());
    const source_id = uniqueId('renamed');
    const again = await customers.post({ id: body.id, source_id });
    expect(again.body).toEqual({ ...body, source_id, updated_at: again.body.updated_at });
    await customers.gone(body.source_id ?? '');
  });

  it('makes a customer of an id that the client made, once', async () => {
    const id = customerId();
    expect((await customers.post({ id, name: 'Own' })).body).toMatchObject({ id, name: 'Own' });
    const again = await customers.post({ id, name: 'Own' });
    expect(again.headers.get('ETag')).toBe('"1"');
  });

  it('refuses a malformed id', async () => {
    for (const id of [
      '',
      'cust_1',
      'ord_01jd0000000000000000000000',
      'cust_01jd-000000000000000000000',
      'cust_01jd0000000000000000000000000000000',
    ]) {
      const error = await refusedPost(400, 'invalid_payload', { id });
      expect(error.errors?.[0]?.path).toBe('id');
    }
  });

  it('refuses a source_id that another customer has, by id and by a new id, and changes neither', async () => {
    const [a, b] = [await customers.post(makeCustomer()), await customers.post(makeCustomer())];
    for (const id of [a.body.id, customerId()]) {
      const error = await refusedPost(409, 'duplicate_found', { id, source_id: b.body.source_id, name: 'X' });
      expect(error).toMatchObject({ resource_type: 'customer', resource_id: b.body.source_id });
    }
    expect(await customers.get(a.body.id)).toEqual(a.body);
    expect(await customers.get(b.body.id)).toEqual(b.body);
  });

  it('names every field that is wrong at once', async () => {
    const error = await refusedPost(400, 'invalid_payload', {
      source_id: '',
      name: 5,
      email: 'x'.repeat(1025),
      birthdate: '1990-02-30',
      address: { city: 5 },
      metadata: [],
    });
    expect(error.errors?.map((one) => one.path).sort()).toEqual(
      ['address.city', 'birthdate', 'email', 'metadata', 'name', 'source_id'].sort(),
    );
  });
});

describe('PUT /v1/customers/{customerId}', () => {
  it('changes what is given and keeps the rest, by id and by source_id', async () => {
    const { body } = await customers.post(makeCustomer());
    const byId = await customers.put(body.id, { name: 'By id' });
    expect(byId.body).toEqual({ ...body, name: 'By id', updated_at: byId.body.updated_at });
    const bySource = await customers.put(body.source_id ?? '', { phone: '1' });
    expect(bySource.body).toEqual({ ...byId.body, phone: '1', updated_at: bySource.body.updated_at });
    expect(bySource.headers.get('ETag')).toBe('"3"');
    expect(await customers.get(body.id)).toEqual(bySource.body);
  });

  it('renames the source_id that the path names', async () => {
    const { body } = await customers.post(makeCustomer());
    const source_id = uniqueId('renamed');
    expect((await customers.put(body.source_id ?? '', { source_id })).body).toMatchObject({
      id: body.id,
      source_id,
    });
    await customers.gone(body.source_id ?? '');
    expect((await customers.post({ source_id: body.source_id })).body.id).not.toBe(body.id);
  });

  it('prefers an id over a source_id of the same text', async () => {
    const first = await customers.post(makeCustomer());
    const impostor = await customers.post({ source_id: first.body.id });
    expect((await customers.put(first.body.id, { name: 'Right' })).body.id).toBe(first.body.id);
    expect(await customers.get(impostor.body.id)).not.toHaveProperty('name');
  });

  it('clears by null and by an empty text, but neither source_id nor what is missing', async () => {
    const { body } = await customers.post(makeCustomer());
    for (const nothing of [null, '']) {
      const { body: full } = await customers.post(makeCustomer({ source_id: body.source_id }));
      const fields = { name: nothing, email: nothing, phone: nothing, description: nothing };
      const { body: cleared } = await customers.put(body.id, fields);
      for (const name of Object.keys(fields)) expect(cleared).not.toHaveProperty(name);
      expect(cleared).toMatchObject({ address: full.address, birthday: '1990-02-28' });
    }
    const cleared = { birthday: null, birthdate: null, address: null, source_id: null };
    const { body: rest } = await customers.put(body.id, cleared);
    expect(rest).toMatchObject({ source_id: body.source_id, address: null, metadata: body.metadata });
    for (const name of ['birthday', 'birthdate']) expect(rest).not.toHaveProperty(name);
  });

  it('merges address and metadata by key, and keeps nulls inside them', async () => {
    const { body } = await customers.post({ source_id: uniqueId() });
    const address = { city: 'Graz', line_2: null };
    expect((await customers.put(body.id, { address })).body.address).toEqual(address);
    const { body: moved } = await customers.put(body.id, { address: { city: null, country: 'AT' } });
    expect(moved.address).toEqual({ city: null, line_2: null, country: 'AT' });
    expect(moved).not.toHaveProperty('metadata');
    const metadata = { a: 1, n: null, nested: { x: 1 }, 'q"u.o$': [1] };
    expect((await customers.put(body.id, { metadata })).body.metadata).toEqual(metadata);
    const { body: merged } = await customers.put(body.id, {
      metadata: { a: null, nested: { y: null }, b: 0.5 },
    });
    expect(merged.metadata).toEqual({ a: null, n: null, nested: { y: null }, 'q"u.o$': [1], b: 0.5 });
    expect(await customers.get(body.id)).toEqual(merged);
  });

  it('takes back the very object that was read, and changes nothing', async () => {
    for (const sent of [{}, makeCustomer(), { address: {} }, { metadata: {} }]) {
      const { body } = await customers.post(sent);
      const again = await customers.put(body.id, body);
      expect(again.body).toEqual(body);
      expect(again.headers.get('ETag')).toBe('"1"');
      expect(again.cost.rowsWritten).toBe(0);
    }
  });

  it('answers 404 for a customer that does not exist, and makes none', async () => {
    const source_id = uniqueId('nobody');
    for (const id of [source_id, customerId()]) {
      const error = await customers.client.refused(404, 'not_found', 'PUT', path(id), {
        body: { name: 'X' },
      });
      expect(error).toMatchObject({ resource_type: 'customer', resource_id: id });
      await customers.gone(id);
    }
  });

  it('refuses a source_id that another customer has', async () => {
    const [a, b] = [await customers.post(makeCustomer()), await customers.post(makeCustomer())];
    const body = { source_id: b.body.source_id, name: 'X' };
    await customers.client.refused(409, 'duplicate_found', 'PUT', path(a.body.id), { body });
    expect(await customers.get(a.body.id)).toEqual(a.body);
  });
});

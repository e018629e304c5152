import { beforeAll, describe, expect, test } from 'vitest';
import { notFound, official } from './official.ts';

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/);

describe('metadata schemas', () => {
  const properties = {
    size: { type: 'number', array: false, optional: true, gte: 1 },
    tags: { type: 'string', array: true, optional: true, eq: ['a', 'b'] },
    home: { type: 'object', array: false, optional: false, objectType: 'address' },
  };
  const put = async (name: string, body: unknown) => {
    const reply = await official.server.call('PUT', `/v1/metadata-schemas/${name}`, {
      body: JSON.stringify(body),
    });
    expect(reply.status).toBe(200);
  };

  beforeAll(async () => {
    await put('address', { properties: { city: { type: 'string', array: false, optional: false } } });
    await put('customer', { properties, allow_defined_only: true });
  });

  test('are got by name, a nested one too', async () => {
    expect(await official.client.metadataSchemas.get('customer')).toMatchObject({
      id: expect.stringMatching(/^ms_/),
      object: 'metadata_schema',
      related_object: 'customer',
      properties,
      allow_defined_only: true,
      created_at: time,
      updated_at: time,
    });
    const nested = await official.client.metadataSchemas.get('address');
    expect(nested.properties).toEqual({ city: { type: 'string', array: false, optional: false } });
    await expect(official.client.metadataSchemas.get('nothing')).rejects.toMatchObject(
      notFound('metadata_schema', 'nothing'),
    );
  });

  test('are listed, each as get answers it', async () => {
    const list = await official.client.metadataSchemas.list();
    expect(list).toMatchObject({ object: 'list', data_ref: 'schemas', total: list.schemas.length });
    const names = ['order', 'order_item', 'customer', 'product', 'sku', 'voucher', 'redemption', 'address'];
    expect(list.schemas.map(({ related_object }) => related_object)).toEqual(names);
    for (const schema of list.schemas) {
      expect(await official.client.metadataSchemas.get(schema.related_object)).toEqual(schema);
    }
  });

  test('make a write that breaks them a VoucherifyError that names every path', async () => {
    const metadata = { size: 0, tags: ['a', 'c'], home: {}, more: 1 };
    const order = { source_id: 'checked', amount: 1, customer: { source_id: 'checked', metadata } };
    const error: unknown = await official.client.orders.create(order).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 400, key: 'invalid_payload', message: 'Invalid payload' });
    for (const part of [
      'customer.metadata.size: expected a number of at least 1, was 0',
      'customer.metadata.tags[1]: expected one of "a", "b", was "c"',
      'customer.metadata.home.city: expected a string, was not given',
      'customer.metadata.more: is not defined by the schema',
    ]) {
      expect(error).toMatchObject({ details: expect.stringContaining(part) });
    }
    await expect(official.client.customers.create({ source_id: 'checked' })).rejects.toMatchObject({
      details: 'metadata.home: is required by the metadata schema, was not given',
    });
    await expect(official.client.orders.get('checked')).rejects.toMatchObject({ code: 404 });
    await expect(official.client.customers.get('checked')).rejects.toMatchObject({ code: 404 });
  });
});

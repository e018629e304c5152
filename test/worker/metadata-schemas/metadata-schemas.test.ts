import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { standardSchemas } from '../../../shared/metadata/metadata-definitions.ts';
import { SchemaCalls, schemaPath } from './calls.ts';

let schemas: SchemaCalls;
beforeAll(async () => {
  schemas = await SchemaCalls.create();
});
afterEach(() => schemas.reset());

const optional = { array: false, optional: true };

describe('metadata schemas', () => {
  it('are there for the seven resources from the start, and define nothing', async () => {
    const { body } = await schemas.list();
    expect(body).toEqual({ object: 'list', data_ref: 'schemas', total: 7, schemas: expect.any(Array) });
    expect(body.schemas.map((schema) => schema.related_object)).toEqual([...standardSchemas]);
    expect(new Set(body.schemas.map(({ id }) => id)).size).toBe(7);
    for (const schema of body.schemas) {
      expect(schema).toMatchObject({ object: 'metadata_schema', properties: {}, allow_defined_only: false });
      expect(schema.id).toMatch(/^ms_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
      expect(new Date(schema.created_at).getFullYear()).toBeGreaterThan(2000);
      expect((await schemas.get(schema.related_object)).body).toEqual(schema);
    }
  });

  it('are got by name, with an ETag', async () => {
    const { body, headers } = await schemas.get('voucher');
    expect(body).toMatchObject({ related_object: 'voucher', updated_at: null });
    expect(headers.get('ETag')).toBe('"1"');
    const error = await schemas.client.refused(404, 'not_found', 'GET', schemaPath('nothing'));
    expect(error).toMatchObject({ resource_type: 'metadata_schema', resource_id: 'nothing' });
  });

  it('are read by staff and analysts, written by admins alone, and not seen by a storefront', async () => {
    for (const role of ['staff', 'analyst', 'ingest'] as const) {
      const { client } = await SchemaCalls.create(role);
      for (const path of ['/v1/metadata-schemas', schemaPath('order')]) {
        if (role === 'ingest') await client.refused(403, 'missing_scope', 'GET', path);
        else expect((await client.call('GET', path)).status).toBe(200);
      }
      const body = { properties: { size: { type: 'number' } } };
      await client.refused(403, 'missing_scope', 'PUT', schemaPath('order'), { body });
      await client.refused(403, 'missing_scope', 'DELETE', schemaPath('order'));
    }
    expect(await schemas.keys('order')).toEqual([]);
  });
});

describe('PUT /v1/metadata-schemas/{resource}', () => {
  it('merges definitions, and answers the schema as it then is', async () => {
    const before = (await schemas.get('customer')).body;
    await schemas.put('customer', { properties: { size: { type: 'number', gte: 1, lt: 9.5 } } });
    const tier = { type: 'string', array: true, optional: false, eq: ['gold', 'silver'], minLength: 4 };
    const { body } = await schemas.put('customer', { properties: { tier } });
    expect(body).toEqual({
      ...before,
      properties: { size: { type: 'number', ...optional, gte: 1, lt: 9.5 }, tier },
      updated_at: expect.any(String),
    });
    expect((await schemas.get('customer')).body).toEqual(body);
  });

  it('replaces a definition whole: constraints that are not repeated are gone', async () => {
    await schemas.define('order', { size: { type: 'number', gte: 1, optional: false }, a: { type: 'date' } });
    const { body } = await schemas.put('order', { properties: { size: { type: 'number', lte: 5 } } });
    expect(body.properties).toEqual({
      size: { type: 'number', ...optional, lte: 5 },
      a: { type: 'date', ...optional },
    });
  });

  it('removes what is null or deleted, and leaves the rest', async () => {
    const definition = { type: 'string' };
    await schemas.define('order', { a: definition, b: definition, c: definition, d: definition });
    const properties = { a: null, b: { ...definition, deleted: true }, never: null };
    await schemas.put('order', { properties });
    expect(await schemas.keys('order')).toEqual(['c', 'd']);
    await schemas.put('order', { properties: { c: null, a: definition } });
    expect(await schemas.keys('order')).toEqual(['a', 'd']);
  });

  it('sets allow_defined_only alone, keeps it where it is not given, and null sets it to false', async () => {
    await schemas.define('sku', { a: { type: 'string' } });
    const { body } = await schemas.put('sku', { allow_defined_only: true });
    expect(body).toMatchObject({ allow_defined_only: true, properties: { a: { type: 'string' } } });
    const kept = await schemas.put('sku', { properties: { a: null } });
    expect(kept.body).toMatchObject({ allow_defined_only: true, properties: {} });
    expect((await schemas.put('sku', { allow_defined_only: null })).body.allow_defined_only).toBe(false);
  });

  it('that changes nothing costs no row written and keeps ETag and updated_at', async () => {
    const key = 'q"u.o$te\\ \té\n😀';
    const properties = {
      [key]: { type: 'string', eq: ['a"\n\\', 'é\u2028'], optional: false },
      10: { type: 'number', ne: [0.1, -1e-7, 2 ** 53], gt: -1.5 },
      link: { type: 'object', array: true, objectType: 'order' },
      constructor: { type: 'boolean' },
    };
    const sent = { properties, allow_defined_only: true };
    const first = await schemas.put('order', sent);
    expect(first.body.properties).toMatchObject(properties);
    const { properties: read } = first.body;
    for (const body of [
      sent,
      {},
      { properties: {} },
      { properties: { [key]: properties[key] } },
      { properties: read },
    ]) {
      const again = await schemas.put('order', body);
      expect(again.body).toEqual(first.body);
      expect(again.headers.get('ETag')).toBe(first.headers.get('ETag'));
      expect(again.cost.rowsWritten).toBe(0);
    }
  });

  it('of different keys at once loses none', async () => {
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index + 10}`);
    const replies = await Promise.all(
      keys.map((key) => schemas.put('product', { properties: { [key]: { type: 'date' } } })),
    );
    expect(await schemas.keys('product')).toEqual(keys);
    expect(new Set(replies.map(({ headers }) => headers.get('ETag'))).size).toBe(keys.length);
  });
});

describe('If-Match of a metadata schema', () => {
  it('lets the current version through, and refuses a stale one', async () => {
    const { headers } = await schemas.get('redemption');
    const current = { 'If-Match': headers.get('ETag') ?? '' };
    const { body } = await schemas.put('redemption', { properties: { a: { type: 'string' } } }, current);
    expect(body.properties).toHaveProperty('a');
    const options = { body: { properties: { b: { type: 'string' } } }, headers: current };
    const error = await schemas.client.refused(
      412,
      'precondition_failed',
      'PUT',
      schemaPath('redemption'),
      options,
    );
    expect(error).toMatchObject({ resource_type: 'metadata_schema', resource_id: 'redemption' });
    expect((await schemas.get('redemption')).body).toEqual(body);
    await schemas.put('redemption', options.body, { 'If-Match': '*' });
    expect(await schemas.keys('redemption')).toEqual(['a', 'b']);
  });

  it('makes no schema that is not there', async () => {
    const body = { properties: { a: { type: 'string' } } };
    for (const tag of ['*', '"1"']) {
      const options = { body, headers: { 'If-Match': tag } };
      await schemas.client.refused(412, 'precondition_failed', 'PUT', schemaPath('address'), options);
    }
    await schemas.client.refused(404, 'not_found', 'GET', schemaPath('address'));
    const malformed = { body, headers: { 'If-Match': '1' } };
    await schemas.client.refused(400, 'invalid_headers', 'PUT', schemaPath('order'), malformed);
  });
});

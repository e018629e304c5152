import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SchemaCalls, schemaPath } from './calls.ts';

let schemas: SchemaCalls;
beforeAll(async () => {
  schemas = await SchemaCalls.create();
});
afterEach(() => schemas.reset());

const definitions = (from: number, to: number, definition: unknown = { type: 'string' }) =>
  Object.fromEntries(Array.from({ length: to - from }, (_, index) => [`key-${from + index}`, definition]));
const refusedPaths = (body: unknown) => schemas.violatedPaths('PUT', schemaPath('order'), body);

describe('a metadata schema', () => {
  it('has at most 100 definitions, given in one request', async () => {
    const body = { properties: definitions(0, 101) };
    expect(await refusedPaths(body)).toEqual(['properties']);
    expect(await schemas.violatedPaths('PUT', schemaPath('nested'), body)).toEqual(['properties']);
    expect(await schemas.keys('order')).toEqual([]);
    await schemas.client.refused(404, 'not_found', 'GET', schemaPath('nested'));
    for (const name of ['order', 'nested']) {
      await schemas.define(name, definitions(0, 100));
      expect(await schemas.keys(name)).toHaveLength(100);
    }
  });

  it('has at most 100 definitions, given in several requests', async () => {
    const { body } = await schemas.define('order', definitions(0, 99));
    expect(await refusedPaths({ properties: definitions(99, 101) })).toEqual(['properties']);
    expect((await schemas.get('order')).body).toEqual(body);
    await schemas.define('order', definitions(98, 100));
    expect(await refusedPaths({ properties: definitions(100, 101) })).toEqual(['properties']);
  });

  it('with 100 definitions can change all of them, or exchange some', async () => {
    await schemas.define('order', definitions(0, 100));
    const { body } = await schemas.define('order', definitions(0, 100, { type: 'number' }));
    expect(Object.values(body.properties).every(({ type }) => type === 'number')).toBe(true);
    await schemas.put('order', { properties: { ...definitions(0, 50, null), ...definitions(100, 150) } });
    expect(await schemas.keys('order')).toEqual(Object.keys(definitions(50, 150)).sort());
  });

  it('has a name of a letter and at most 63 more of A-Z a-z 0-9 _ -', async () => {
    const body = { properties: { a: { type: 'string' } } };
    for (const name of ['1a', '_a', 'a b', 'a/b', 'a.b', 'é', 'a\n', 'a'.repeat(65), '__proto__']) {
      await schemas.client.refused(400, 'invalid_path', 'PUT', schemaPath(name), { body });
    }
    for (const name of ['a', 'Z', 'a'.repeat(64), 'a-_9']) await schemas.put(name, body);
    expect((await schemas.list()).body.total).toBe(11);
  });

  it('has keys of 1 to 255 characters, and none called __proto__', async () => {
    for (const key of ['', 'k'.repeat(256), 'a\u0000b', '__proto__']) {
      const body = `{"properties":{${JSON.stringify(key)}:{"type":"string"}}}`;
      await schemas.client.refused(400, 'invalid_payload', 'PUT', schemaPath('order'), { body });
    }
    await schemas.define('order', { [`${'k'.repeat(254)}.`]: { type: 'string' } });
    expect(await schemas.keys('order')).toEqual([`${'k'.repeat(254)}.`]);
  });

  it('is refused with all that is wrong in it, each by its path, and is not changed', async () => {
    const { body } = await schemas.define('order', { a: { type: 'string' } });
    const properties = {
      a: { type: 'text' },
      b: { type: 'string', lt: 5 },
      c: { type: 'number', eq: [1, 'x'] },
      d: { type: 'number', gt: 5, lt: 5 },
      e: { type: 'string', minLength: -1 },
      f: { type: 'object', objectType: 'no name' },
      g: { type: 'date', required: true },
      h: 'string',
      i: { optional: false },
      j: { type: 'string', maxLength: 5 },
    };
    const paths = await refusedPaths({ properties, allow_defined_only: 'yes', allowDefinedOnly: true });
    expect(paths).toEqual([
      'allow_defined_only',
      'allowDefinedOnly',
      'properties.a.type',
      'properties.b.lt',
      'properties.c.eq[1]',
      'properties.d.gt',
      'properties.e.minLength',
      'properties.f.objectType',
      'properties.g.required',
      'properties.h',
      'properties.i.type',
    ]);
    expect((await schemas.get('order')).body).toEqual(body);
  });

  it('takes an object of properties and nothing else', async () => {
    for (const properties of [[], 'x', 5, null])
      expect(await refusedPaths({ properties })).toEqual(['properties']);
    for (const body of [[], null, 5]) {
      await schemas.client.refused(400, 'invalid_payload', 'PUT', schemaPath('order'), {
        body: JSON.stringify(body),
      });
    }
  });
});

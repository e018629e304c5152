import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SchemaCalls, schemaPath } from './calls.ts';

let schemas: SchemaCalls;
beforeAll(async () => {
  schemas = await SchemaCalls.create();
});
afterEach(() => schemas.reset());

const text = { type: 'string' };
const objectOf = (objectType: string, more: object = {}) => ({ type: 'object', objectType, ...more });
const violations = (metadata: unknown) => schemas.violations('POST', '/v1/orders', { metadata });

describe('a nested schema', () => {
  it('is made by a PUT with properties, listed after the others and got by name', async () => {
    const { body, headers } = await schemas.define('Address_2-b', { city: text });
    expect(body).toMatchObject({
      related_object: 'Address_2-b',
      properties: { city: text },
      updated_at: null,
    });
    expect(body.id).toMatch(/^ms_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    expect(headers.get('ETag')).toBe('"1"');
    expect((await schemas.get('Address_2-b')).body).toEqual(body);
    const list = (await schemas.list()).body;
    expect(list.schemas.at(-1)).toEqual(body);
    expect(list).toMatchObject({ total: 8 });
  });

  it('is not made without properties', async () => {
    for (const body of [{}, { allow_defined_only: true }]) {
      const error = await schemas.client.refused(404, 'not_found', 'PUT', schemaPath('address'), { body });
      expect(error).toMatchObject({ resource_type: 'metadata_schema', resource_id: 'address' });
    }
    await schemas.client.refused(404, 'not_found', 'GET', schemaPath('address'));
    expect((await schemas.put('address', { properties: {} })).body.properties).toEqual({});
  });

  it('must be there before another names it', async () => {
    const properties = { size: text, 'ship.to': objectOf('address'), home: objectOf('order_item') };
    const options = { body: { properties } };
    const error = await schemas.client.refused(400, 'invalid_payload', 'PUT', schemaPath('order'), options);
    expect(error.errors).toEqual([
      { path: 'properties.ship.to.objectType', message: expect.stringContaining('names no schema') },
    ]);
    expect(await schemas.keys('order')).toEqual([]);
    await schemas.define('address', { city: text });
    await schemas.put('order', options.body);
    expect(await schemas.keys('order')).toEqual(['home', 'ship.to', 'size']);
  });

  it('says what objects and lists of objects may be, wherever it is named', async () => {
    await schemas.define('geo', { at: { type: 'geopoint', optional: false } });
    await schemas.define('address', { city: { ...text, maxLength: 4 }, geo: objectOf('geo') }, true);
    await schemas.define('order', {
      home: objectOf('address'),
      stops: objectOf('address', { array: true }),
      any: { type: 'object' },
    });
    const good = { city: 'Graz', geo: { at: '47.07,15.44', more: [1] } };
    const metadata = { home: good, stops: [good, {}], any: { city: 5 }, unknown: { city: 5 } };
    expect((await schemas.client.post({ metadata })).body.metadata).toEqual(metadata);
    const bad = {
      home: [],
      stops: [good, { city: 'Vienna', geo: {} }, 'x', { planet: 1, geo: null }],
      any: 'x',
    };
    expect(await violations(bad)).toEqual([
      { path: 'metadata.any', message: 'expected an object, was "x"' },
      { path: 'metadata.home', message: 'expected an object, was []' },
      { path: 'metadata.stops[1].city', message: 'expected a string of at most 4 characters, was "Vienna"' },
      { path: 'metadata.stops[1].geo.at', message: expect.stringMatching(/^expected .*, was not given$/) },
      { path: 'metadata.stops[2]', message: 'expected an object, was "x"' },
      { path: 'metadata.stops[3].planet', message: 'is not defined by the schema' },
    ]);
  });

  it('holds as it is changed, without a change of those that name it', async () => {
    await schemas.define('address', { city: text });
    await schemas.define('order', { home: objectOf('address') });
    const { headers } = await schemas.get('order');
    await schemas.client.post({ metadata: { home: { city: 'Graz' } } });
    await schemas.define('address', { city: { type: 'number' } });
    expect(await violations({ home: { city: 'Graz' } })).toMatchObject([{ path: 'metadata.home.city' }]);
    await schemas.client.post({ metadata: { home: { city: 8010 } } });
    expect((await schemas.get('order')).headers.get('ETag')).toBe(headers.get('ETag'));
  });

  it('may name itself from the start, and others in a circle', async () => {
    await schemas.define('node', { name: text, children: objectOf('node', { array: true }) });
    await schemas.define('egg', { laidBy: { type: 'object' } });
    await schemas.define('hen', { from: objectOf('egg'), name: text });
    await schemas.define('egg', { laidBy: objectOf('hen') });
    await schemas.define('order', { tree: objectOf('node'), egg: objectOf('egg') });
    const tree = { name: 'a', children: [{ name: 'b', children: [{ name: 'c' }] }] };
    const egg = { laidBy: { from: { laidBy: { name: 'Berta' } } } };
    expect((await schemas.client.post({ metadata: { tree, egg } })).body.metadata).toEqual({ tree, egg });
    const bad = {
      tree: { children: [{}, { children: [{ name: 1 }] }] },
      egg: { laidBy: { from: { laidBy: { from: { laidBy: { name: 2 } } } } } },
    };
    expect(await violations(bad)).toEqual([
      { path: 'metadata.egg.laidBy.from.laidBy.from.laidBy.name', message: 'expected a string, was 2' },
      { path: 'metadata.tree.children[1].children[0].name', message: 'expected a string, was 1' },
    ]);
    for (const [name, key] of [
      ['node', 'children'],
      ['egg', 'laidBy'],
    ] as const) {
      await schemas.put(name, { properties: { [key]: null } });
    }
  });

  it('may have a name that objects in JavaScript inherit', async () => {
    await schemas.define('constructor', { toString: { type: 'number' } });
    await schemas.define('order', { valueOf: objectOf('constructor') });
    await schemas.client.post({ metadata: { valueOf: { toString: 1 }, hasOwnProperty: 1 } });
    expect(await violations({ valueOf: { toString: 'x' } })).toMatchObject([
      { path: 'metadata.valueOf.toString' },
    ]);
  });
});

describe('DELETE /v1/metadata-schemas/{resource}', () => {
  const refused = (status: number, key: string, name: string, headers: Record<string, string> = {}) =>
    schemas.client.refused(status, key, 'DELETE', schemaPath(name), { headers });

  it('deletes a nested schema, which can be made anew', async () => {
    const { body } = await schemas.define('address', { city: text });
    const { status, body: empty } = await schemas.delete('address');
    expect({ status, empty }).toEqual({ status: 204, empty: '' });
    await schemas.client.refused(404, 'not_found', 'GET', schemaPath('address'));
    expect((await schemas.list()).body.total).toBe(7);
    const again = await schemas.define('address', { street: text });
    expect(again.body.id).not.toBe(body.id);
    expect(await schemas.keys('address')).toEqual(['street']);
  });

  it('is refused while another schema names it, and not because it names itself', async () => {
    await schemas.define('node', { children: objectOf('node', { array: true }) });
    await schemas.define('tree', { root: objectOf('node') });
    const error = await refused(409, 'resource_in_use', 'node');
    expect(error).toMatchObject({ resource_type: 'metadata_schema', resource_id: 'node' });
    await schemas.put('tree', { properties: { root: { ...objectOf('node'), deleted: true } } });
    expect((await schemas.delete('node')).status).toBe(204);
  });

  it("is refused for a resource's own schema, and answers 404 for none", async () => {
    for (const name of ['order', 'order_item', 'customer', 'product', 'sku', 'voucher', 'redemption']) {
      await refused(409, 'resource_in_use', name);
    }
    await refused(404, 'not_found', 'nothing');
    expect((await schemas.list()).body.total).toBe(7);
  });

  it('holds to If-Match', async () => {
    const { headers } = await schemas.define('address', { city: text });
    const tag = { 'If-Match': headers.get('ETag') ?? '' };
    await schemas.define('address', { street: text });
    await refused(412, 'precondition_failed', 'address', tag);
    const current = (await schemas.get('address')).headers.get('ETag') ?? '';
    expect((await schemas.delete('address', { 'If-Match': current })).status).toBe(204);
  });
});

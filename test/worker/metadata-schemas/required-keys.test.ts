import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { uniqueId } from '../factories.ts';
import { contents, notGiven, SchemaCalls } from './calls.ts';
import { SHELF, type Target, targets } from './targets.ts';

let schemas: SchemaCalls;
beforeAll(async () => {
  schemas = await SchemaCalls.create();
  await schemas.client.call('POST', '/v1/products', { body: { source_id: SHELF } });
});
afterEach(() => schemas.reset());

const required = {
  size: { type: 'number', optional: false },
  code: { type: 'string', optional: false },
  note: { type: 'string' },
};
const size = 5;
const code = 'A';

const succeed = async (...[method, path, body]: ReturnType<Target['post']>) => {
  const reply = await schemas.client.call(method, path, { body });
  expect({ status: reply.status, error: reply.status === 200 ? '' : reply.body }).toEqual({
    status: 200,
    error: '',
  });
};
const metadataAt = async (path: string) =>
  (await schemas.client.call<{ metadata?: object }>('GET', path)).body.metadata;

describe.each(targets)('keys that the schema of $title requires', ({ resource, at, post, put, path }) => {
  it('must be given to a new one, all of them, with other metadata and without any', async () => {
    await schemas.define(resource, required);
    const id = uniqueId();
    const before = await contents();
    const both = [notGiven(`${at}.code`), notGiven(`${at}.size`)];
    for (const metadata of [undefined, {}, { note: 'x', other: 1 }]) {
      expect(await schemas.violations(...post(id, metadata))).toEqual(both);
    }
    expect(await schemas.violations(...post(id, { size }))).toEqual([notGiven(`${at}.code`)]);
    expect(await contents()).toEqual(before);
    await succeed(...post(id, { size, code }));
    expect(await metadataAt(path(id))).toEqual({ size, code });
  });

  it('need not be given again to one that has them', async () => {
    await schemas.define(resource, required);
    const id = uniqueId();
    await succeed(...post(id, { size, code }));
    for (const write of [post, put]) {
      await succeed(...write(id));
      await succeed(...write(id, {}));
      await succeed(...write(id, { note: 'x' }));
      await succeed(...write(id, { size: 6, note: null }));
    }
    expect(await metadataAt(path(id))).toEqual({ size: 6, code, note: null });
  });

  it('cannot be made null, as an optional one can', async () => {
    await schemas.define(resource, required);
    const id = uniqueId();
    const violation = { path: `${at}.size`, message: 'expected a number, was null' };
    expect(await schemas.violations(...post(id, { size: null, code }))).toEqual([violation]);
    await succeed(...post(id, { size, code, note: null }));
    for (const write of [post, put]) {
      expect(await schemas.violations(...write(id, { size: null }))).toEqual([violation]);
    }
    expect(await metadataAt(path(id))).toEqual({ size, code, note: null });
  });

  it('are asked of one that is older than the schema when it is given metadata, and what is missing alone', async () => {
    const [none, some] = [uniqueId(), uniqueId()];
    const old = { size: 'of old', code: null, note: 7, other: 1 };
    await succeed(...post(none));
    await succeed(...post(some, old));
    await schemas.define(resource, required, true);
    expect(await metadataAt(path(some))).toEqual(old);
    for (const write of [post, put]) {
      await succeed(...write(none));
      await succeed(...write(some));
      const missing = [notGiven(`${at}.code`), notGiven(`${at}.size`)];
      expect(await schemas.violations(...write(none, { note: 'x' }))).toEqual(missing);
      expect(await schemas.violations(...write(none, {}))).toEqual(missing);
      expect(await schemas.violations(...write(some, { note: 'x' }))).toEqual([notGiven(`${at}.code`)]);
      expect(await schemas.violations(...write(some, { note: 5 }))).toEqual([
        notGiven(`${at}.code`),
        { path: `${at}.note`, message: 'expected a string, was 5' },
      ]);
    }
    expect(await metadataAt(path(some))).toEqual(old);
    await succeed(...put(some, { code }));
    expect(await metadataAt(path(some))).toEqual({ ...old, code });
    await succeed(...post(none, { size, code }));
    expect(await metadataAt(path(none))).toEqual({ size, code });
  });

  it('may have any name', async () => {
    const keys = ['a.b', 'q"u\\o', "it's", '$', '#', 'é😀', 'line\nend', ' ', '0', 'toString'];
    const definition = { type: 'number', optional: false };
    await schemas.define(resource, Object.fromEntries(keys.map((key) => [key, definition])));
    const id = uniqueId();
    const all = Object.fromEntries(keys.map((key, index) => [key, index]));
    const missing = (await schemas.violatedPaths(...post(id))).sort();
    expect(missing).toEqual(keys.map((key) => `${at}.${key}`).sort());
    await succeed(...post(id, all));
    await succeed(...put(id, { note: 1 }));
    expect(await metadataAt(path(id))).toEqual({ ...all, note: 1 });
  });
});

describe('a resource that is not there', () => {
  it.each(['/v1/orders/x', '/v1/customers/x', '/v1/products/x', `/v1/products/${SHELF}/skus/x`])(
    'is a 404 of PUT %s, whatever metadata lacks',
    async (path) => {
      for (const { resource } of targets) await schemas.define(resource, required);
      for (const body of [{}, { metadata: {} }, { metadata: { size } }, { metadata: { size, code } }]) {
        await schemas.client.refused(404, 'not_found', 'PUT', path, { body });
      }
    },
  );

  it('is a 412 of a write with If-Match, and a 404 of an order that names its person', async () => {
    for (const { resource } of targets) await schemas.define(resource, required);
    const stale = { body: { source_id: uniqueId() }, headers: { 'If-Match': '"1"' } };
    for (const path of ['/v1/orders', '/v1/customers', '/v1/products']) {
      await schemas.client.refused(412, 'precondition_failed', 'POST', path, stale);
    }
    const body = { metadata: { size, code }, customer: { id: 'cust_nobody', name: 'X' } };
    await schemas.client.refused(404, 'not_found', 'POST', '/v1/orders', { body });
  });
});

describe('an order whose schema is younger', () => {
  it('is read, listed, paid and given lines as before', async () => {
    const metadata = { size: 'of old', more: 1 };
    const customer = { source_id: uniqueId(), metadata };
    const { body } = await schemas.client.post({ source_id: uniqueId(), metadata, customer });
    for (const { resource } of targets) await schemas.define(resource, required, true);
    expect((await schemas.client.get(body.id)).body).toEqual(body);
    for (const path of [`/v1/orders?customer=${customer.source_id}`, '/v1/customers?limit=1']) {
      expect((await schemas.client.call('GET', path)).status).toBe(200);
    }
    const paid = await schemas.client.put(body.id, {
      status: 'PAID',
      items: [{ price: 1, product_id: 'p' }],
    });
    expect(paid.body).toMatchObject({ status: 'PAID', amount: 1, metadata });
    expect(await schemas.client.customer(customer.source_id)).toMatchObject({
      metadata,
      summary: { orders: { total_count: 1 } },
    });
  });
});

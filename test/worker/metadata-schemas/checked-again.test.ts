import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CreateOrder } from '../../../shared/orders/orders.ts';
import { Database } from '../../../worker/database.ts';
import { toOrderEntry } from '../../../worker/orders/write/identify.ts';
import { writeOrders } from '../../../worker/orders/write/write-orders.ts';
import { uniqueId } from '../factories.ts';
import { contents, SchemaCalls } from './calls.ts';
import { SHELF, targets } from './targets.ts';

let schemas: SchemaCalls;
beforeAll(async () => {
  schemas = await SchemaCalls.create();
  await schemas.client.call('POST', '/v1/products', { body: { source_id: SHELF } });
});
afterEach(() => schemas.reset());

const size = { type: 'number', optional: false };

describe.each(targets)('a repeated request that wrote $title', ({ resource, post }) => {
  it('gets the stored reply, though a schema has come that it would break', async () => {
    const headers = { 'Idempotency-Key': uniqueId() };
    const [method, path, body] = post(uniqueId(), { note: 1 });
    const first = await schemas.client.call(method, path, { body, headers });
    expect(first.status).toBe(200);
    await schemas.define(resource, { size });
    const second = await schemas.client.call(method, path, { body, headers });
    expect(second).toMatchObject({ status: 200, body: first.body });
    await schemas.define(resource, { note: { type: 'string' } });
    const third = await schemas.client.call(method, path, { body, headers });
    expect(third).toMatchObject({ status: 200, body: first.body });
    expect(third.headers.get('Idempotency-Replayed')).toBe('true');
  });
});

describe('a refused request', () => {
  it.each(targets)('that would write $title leaves its idempotency key unused', async (target) => {
    await schemas.define(target.resource, { size });
    const [id, headers] = [uniqueId(), { 'Idempotency-Key': uniqueId() }];
    await schemas.violations(...target.post(id), headers);
    await schemas.violations(...target.post(id, { size: 'x' }), headers);
    const [method, path, body] = target.post(id, { size: 1 });
    const reply = await schemas.client.call(method, path, { body, headers });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('Idempotency-Replayed')).toBeNull();
  });

  it('names a hundred violations at most, of very many', async () => {
    const keys = Array.from({ length: 100 }, (_, index) => `a-required-key-${index}`);
    const required = Object.fromEntries(keys.map((key) => [key, size]));
    for (const resource of ['order_item', 'product']) await schemas.define(resource, required);
    const items = Array.from({ length: 400 }, () => ({
      price: 1,
      product: { source_id: uniqueId(), override: true },
    }));
    const before = await contents();
    expect(await schemas.violations('POST', '/v1/orders', { items })).toHaveLength(100);
    await schemas.define('order_item', Object.fromEntries(keys.map((key) => [key, null])));
    expect(await schemas.violations('POST', '/v1/orders', { items })).toHaveLength(100);
    expect(await contents()).toEqual(before);
  });
});

/** A database in which something else is written after the first round trip, the look into the catalogue. */
class RacedDatabase extends Database {
  #race: (() => Promise<unknown>) | undefined;
  constructor(race: () => Promise<unknown>) {
    super(env.DB, null);
    this.#race = race;
  }

  override async batch<const S extends Parameters<Database['batch']>[0]>(statements: S) {
    const results = await super.batch(statements);
    const race = this.#race;
    this.#race = undefined;
    await race?.();
    return results;
  }
}

describe('a product that another request makes at the same time', () => {
  it('is known to an order that overrides it, and not asked for what it has', async () => {
    await schemas.define('product', { size });
    await schemas.client.call('POST', '/v1/products', { body: { metadata: { size: 1 } } });
    const source_id = uniqueId();
    const database = new RacedDatabase(() =>
      schemas.client.call('POST', '/v1/products', { body: { source_id, metadata: { size: 1 } } }),
    );
    const order = CreateOrder.parse({
      items: [{ price: 1, product: { source_id, name: 'Mug', override: true } }],
    });
    const match = { matchId: null, matchSourceId: null, mustExist: false, ifMatch: null };
    const change = { at: Date.now(), by: schemas.client.key.id, place: 0 };
    const [written] = await writeOrders(database, [toOrderEntry(order, match, change)]);
    expect(written?.outcome).toBe('created');
    const product = await schemas.client.call('GET', `/v1/products/${source_id}`);
    expect(product.body).toMatchObject({ name: 'Mug', metadata: { size: 1 } });
  });
});

describe('requests at the same time', () => {
  it('that make one resource with half of the required keys each are not both let through', async () => {
    await schemas.define('order', { size, code: { type: 'string', optional: false } });
    const source_id = uniqueId();
    const halves = [{ size: 1 }, { code: 'A' }, { size: 2 }, { code: 'B' }];
    const replies = await Promise.all(
      halves.map((metadata) => schemas.client.call('POST', '/v1/orders', { body: { source_id, metadata } })),
    );
    expect(replies.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    await schemas.client.post({ source_id, metadata: { size: 1, code: 'A' } });
    await Promise.all(halves.map((metadata) => schemas.client.post({ source_id, metadata })));
  });
});

describe('a person whom an order names in two ways', () => {
  const known = async () => {
    const source_id = uniqueId();
    const { body } = await schemas.client.post({ customer: { source_id, metadata: { size: 1 } } });
    return { source_id, id: body.customer_id ?? '' };
  };

  it('is given the metadata of both, by source_id and by id', async () => {
    await schemas.define('customer', { size });
    const { source_id, id } = await known();
    const order = { customer: { source_id, metadata: { a: 1 } }, referrer: { id, metadata: { b: 2 } } };
    await schemas.client.post(order);
    expect((await schemas.client.customer(id)).metadata).toEqual({ size: 1, a: 1, b: 2 });
  });

  it('is given the metadata of both, as the customer and the referrer that the order has', async () => {
    await schemas.define('customer', { size });
    const { id } = await known();
    const { body } = await schemas.client.post({ customer_id: id, referrer_id: id });
    await schemas.client.put(body.id, { customer: { metadata: { a: 1 } }, referrer: { metadata: { b: 2 } } });
    expect((await schemas.client.customer(id)).metadata).toEqual({ size: 1, a: 1, b: 2 });
  });
});

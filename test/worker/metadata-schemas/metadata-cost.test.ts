import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { trustCopiesAsDeployed } from '../copies.ts';
import { makeOrder, uniqueId } from '../factories.ts';
import { changeBehind, SchemaCalls } from './calls.ts';

let schemas: SchemaCalls;
beforeAll(async () => {
  schemas = await SchemaCalls.create();
});
afterEach(async () => {
  vi.useRealTimers();
  await schemas.reset();
});

const wait = (milliseconds: number) => vi.useFakeTimers({ now: Date.now() + milliseconds, toFake: ['Date'] });
const metadata = { size: 1, note: 'x' };
const definitions = {
  size: { type: 'number', optional: false, gte: 1 },
  note: { type: 'string', maxLength: 20 },
  place: { type: 'object', objectType: 'address' },
};
const defineAll = async () => {
  await schemas.define('address', { city: { type: 'string', optional: false } });
  for (const name of ['order', 'order_item', 'customer']) await schemas.define(name, definitions);
};
const post = (body: unknown) => schemas.client.post(body, { 'Idempotency-Key': uniqueId() });

/** An order of a customer that is known; both with metadata. */
const makeFull = (customer: { source_id: string }) =>
  makeOrder({
    metadata,
    customer: { ...customer, name: 'Ann', metadata },
    items: [{ product_id: 'p', price: 5, product: { name: 'Mug' }, metadata }],
  });

describe('the cost of an order with schemas in force, with warm caches', () => {
  let customer: { source_id: string };
  beforeEach(async () => {
    customer = { source_id: uniqueId() };
    await post(makeFull(customer));
  });

  it('is one round trip, and the rows written and read without them, where the required keys are given', async () => {
    const plain = await post(makeFull(customer));
    await defineAll();
    await post(makeFull(customer));
    const { cost } = await post(makeFull(customer));
    expect(cost).toEqual(plain.cost);
    expect(cost.roundTrips).toBe(1);
  });

  it('is one round trip, and the rows written without them, where the required keys are stored', async () => {
    const bare = (source_id: unknown, status: string) => ({
      source_id,
      status,
      metadata: { note: status },
      customer: { ...customer, metadata: { note: status } },
    });
    const orders = await Promise.all([1, 2, 3].map(() => post(makeFull(customer))));
    const [first, second, third] = orders.map(({ body }) => body.source_id);
    const plain = await post(bare(first, 'PAID'));
    await defineAll();
    await post(bare(second, 'CANCELED'));
    const { cost, body } = await post(bare(third, 'PAID'));
    expect(body).toMatchObject({ status: 'PAID', metadata: { size: 1, note: 'PAID' } });
    expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: plain.cost.rowsWritten });
  });

  it('is one round trip to change the status of what is older than them', async () => {
    const { body } = await schemas.client.post({ customer: { name: 'Old' } });
    await defineAll();
    await post(makeFull(customer));
    const { cost } = await schemas.client.put(body.id, { status: 'PAID' });
    expect(cost.roundTrips).toBe(1);
  });

  it('is no round trip to refuse what a definition does not allow', async () => {
    await defineAll();
    await post(makeFull(customer));
    const reply = await schemas.client.call('POST', '/v1/orders', {
      body: { metadata: { ...metadata, size: 0 } },
    });
    expect({ status: reply.status, roundTrips: reply.cost.roundTrips }).toEqual({
      status: 400,
      roundTrips: 0,
    });
  });

  it('is one round trip for customers and products too', async () => {
    await defineAll();
    await schemas.define('product', definitions);
    const write = (path: string) =>
      schemas.client.call(...(['POST', path, { body: { source_id: uniqueId(), metadata } }] as const));
    for (const path of ['/v1/customers', '/v1/products']) {
      await write(path);
      expect(await write(path)).toMatchObject({ status: 200, cost: { roundTrips: 1 } });
    }
  });
});

describe('a change of a schema', () => {
  trustCopiesAsDeployed();
  const size = { type: 'number', array: false, optional: true };
  const bad = { metadata: { size: 'XL' } };
  const isRefused = async () =>
    (await schemas.client.call('POST', '/v1/orders', { body: bad })).status === 400;

  it('by another isolate is seen after 30 seconds, and costs nothing before', async () => {
    await schemas.define('order', { note: { type: 'string' } });
    await schemas.client.post(bad);
    await changeBehind('order', { size });
    expect(await schemas.client.post(bad)).toMatchObject({ status: 200, cost: { roundTrips: 1 } });
    wait(30_000);
    expect(await isRefused()).toBe(true);
    await changeBehind('order', {});
    expect(await isRefused()).toBe(true);
    wait(30_000);
    expect(await isRefused()).toBe(false);
  });

  it('of the first definition, by another isolate, is seen after 30 seconds', async () => {
    await schemas.client.post(bad);
    await changeBehind('order', { size });
    wait(30_000);
    expect(await isRefused()).toBe(true);
  });

  it('by this isolate is seen at once: made, changed, removed, and of a nested one', async () => {
    await schemas.client.post(bad);
    await schemas.define('order', { size });
    expect(await isRefused()).toBe(true);
    await schemas.define('order', { size: { type: 'string' } });
    expect(await isRefused()).toBe(false);
    await schemas.define('order', { size: null }, true);
    expect(await isRefused()).toBe(true);
    await schemas.define('order', {});
    expect(await isRefused()).toBe(false);
    await schemas.define('size', { of: { type: 'string' } });
    await schemas.define('order', { size: { type: 'object', objectType: 'size' } });
    expect(await isRefused()).toBe(true);
    await schemas.define('order', { size: { ...size, deleted: true } });
    expect(await isRefused()).toBe(false);
  });

  it('is seen at once by GET, whoever made it', async () => {
    await schemas.define('order', {});
    await changeBehind('order', { size });
    expect((await schemas.get('order')).body.properties).toEqual({ size });
    expect((await schemas.list()).body.schemas[0]?.properties).toEqual({ size });
  });
});

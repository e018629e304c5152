import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeOrder, uniqueId } from '../factories.ts';
import { contents, notGiven, SchemaCalls } from './calls.ts';
import { SHELF, targets } from './targets.ts';

let schemas: SchemaCalls;
beforeAll(async () => {
  schemas = await SchemaCalls.create();
  await schemas.client.call('POST', '/v1/products', { body: { source_id: SHELF } });
});
afterEach(() => schemas.reset());

const definitions = {
  size: { type: 'number', gte: 1 },
  tags: { type: 'string', array: true },
  day: { type: 'date' },
};
const good = { size: 1, tags: ['a'], day: '2026-01-31', more: { kept: [1] } };
const bad = { size: 'XL', tags: ['a', 5], more: 1 };
const violationsAt = (at: string) => [
  { path: `${at}.size`, message: 'expected a number of at least 1, was "XL"' },
  { path: `${at}.tags[1]`, message: 'expected a string, was 5' },
];

const succeed = async (...[method, path, body]: [string, string, unknown]) => {
  const reply = await schemas.client.call<Record<string, unknown>>(method, path, { body });
  expect({ status: reply.status, error: reply.status === 200 ? '' : reply.body }).toEqual({
    status: 200,
    error: '',
  });
  return reply.body;
};

describe.each(targets)('the metadata of $title', ({ resource, at, post, put, path }) => {
  it('is refused with every violation, by its path, and nothing is stored', async () => {
    await schemas.define(resource, definitions);
    const id = uniqueId();
    const before = await contents();
    const once = { 'Idempotency-Key': uniqueId() };
    expect(await schemas.violations(...post(id, bad), once)).toEqual(violationsAt(at));
    expect(await contents()).toEqual(before);
    await succeed(...post(id, good));
    const after = await contents();
    expect(await schemas.violations(...put(id, bad), once)).toEqual(violationsAt(at));
    expect(await schemas.violations(...post(id, bad), once)).toEqual(violationsAt(at));
    expect(await contents()).toEqual(after);
  });

  it('is stored and merged where it fits, with what no definition names', async () => {
    await schemas.define(resource, definitions);
    const id = uniqueId();
    await succeed(...post(id, good));
    await succeed(...put(id, { size: 2.5, other: { a: null } }));
    const { metadata } = await succeed('GET', path(id), undefined);
    expect(metadata).toEqual({ ...good, size: 2.5, other: { a: null } });
    await succeed(...post(id, { tags: [], day: null }));
    const { metadata: merged } = await succeed('GET', path(id), undefined);
    expect(merged).toEqual({ ...good, size: 2.5, other: { a: null }, tags: [], day: null });
  });

  it('has no key but the defined ones under allow_defined_only', async () => {
    const id = uniqueId();
    await succeed(...post(id, { old: 1 }));
    await schemas.define(resource, definitions, true);
    const { more: _, ...defined } = good;
    await succeed(...put(id, defined));
    expect(await succeed('GET', path(id), undefined)).toMatchObject({ metadata: { old: 1, ...defined } });
    const message = 'is not defined by the schema';
    const unknown = [
      { path: `${at}.more`, message },
      { path: `${at}.old`, message },
    ];
    for (const call of [post(uniqueId(), { ...good, old: 2 }), put(id, { ...good, old: 2 })]) {
      expect(await schemas.violations(...call)).toEqual(unknown);
    }
    await succeed(...put(id, { ...defined, old: null }));
    expect(await succeed('GET', path(id), undefined)).toMatchObject({ metadata: { old: null, ...defined } });
  });

  it('is not checked against the schemas of other resources', async () => {
    for (const other of ['order', 'order_item', 'customer', 'product', 'sku', 'voucher', 'redemption']) {
      if (other !== resource) await schemas.define(other, { size: { type: 'boolean' } }, true);
    }
    await succeed(...post(uniqueId(), { size: 'XL' }));
  });
});

describe('the metadata of lines', () => {
  const line = (metadata?: object) => ({ price: 1, product: { name: 'Mug' }, ...(metadata && { metadata }) });

  it('is refused with every violation of every line, by its path', async () => {
    await schemas.define('order_item', { ...definitions, size: { ...definitions.size, optional: false } });
    const { body } = await schemas.client.post({ items: [line(good)] });
    const before = await contents();
    const items = [line(good), line(bad), line(), line({ tags: 'x' }), line({ size: null })];
    for (const [method, path] of [
      ['POST', '/v1/orders'],
      ['PUT', `/v1/orders/${body.id}`],
    ] as const) {
      expect(await schemas.violations(method, path, { items })).toEqual([
        ...violationsAt('items[1].metadata'),
        notGiven('items[2].metadata.size'),
        notGiven('items[3].metadata.size'),
        { path: 'items[3].metadata.tags', message: 'expected a list, was "x"' },
        { path: 'items[4].metadata.size', message: 'expected a number of at least 1, was null' },
      ]);
    }
    expect(await contents()).toEqual(before);
  });

  it('is asked for where lines are given, not where an order keeps those it has', async () => {
    const { body } = await schemas.client.post({ items: [line(), line({ size: 'old' })] });
    await schemas.define('order_item', { size: { type: 'number', optional: false } });
    const paid = await schemas.client.put(body.id, { status: 'PAID', metadata: { a: 1 } });
    expect(paid.body.items).toEqual(body.items);
    await schemas.client.post({ source_id: uniqueId() });
    expect(await schemas.violatedPaths('PUT', `/v1/orders/${body.id}`, { items: body.items })).toEqual([
      'items[0].metadata.size',
      'items[1].metadata.size',
    ]);
    const { items } = (await schemas.client.put(body.id, { items: [line({ size: 5 })] })).body;
    expect(items).toMatchObject([{ metadata: { size: 5 } }]);
  });

  it('may hold no key but the defined ones under allow_defined_only', async () => {
    await schemas.define('order_item', {}, true);
    const items = [line({}), line(), line({ size: 1 })];
    expect(await schemas.violatedPaths('POST', '/v1/orders', { items })).toEqual(['items[2].metadata.size']);
    await schemas.client.post({ items: items.slice(0, 2), metadata: { any: 1 } });
  });
});

describe('an order', () => {
  it('is refused with the violations of all resources that it writes at once', async () => {
    for (const resource of ['order', 'order_item', 'customer', 'product', 'sku']) {
      await schemas.define(resource, { size: { type: 'number' }, code: { type: 'string', optional: false } });
    }
    const metadata = { size: 'XL' };
    const product = { source_id: SHELF, override: true, metadata };
    const sku = { source_id: uniqueId(), override: true, metadata };
    const order = makeOrder({
      metadata,
      items: [{ price: 1, metadata, product, sku }],
      customer: { source_id: uniqueId(), metadata },
      referrer: { source_id: uniqueId(), metadata },
    });
    const places = ['customer.', 'items[0].', 'items[0].product.', 'items[0].sku.', '', 'referrer.'];
    const before = await contents();
    expect(await schemas.violatedPaths('POST', '/v1/orders', order)).toEqual(
      places.flatMap((place) => [`${place}metadata.code`, `${place}metadata.size`]),
    );
    expect(await contents()).toEqual(before);
  });

  it('names the role in which a person who has both is given what does not fit', async () => {
    await schemas.define('customer', { tier: { type: 'string' }, age: { type: 'number' } });
    const source_id = uniqueId();
    const order = {
      customer: { source_id, metadata: { tier: 'gold', age: 'x' } },
      referrer: { source_id, metadata: { tier: 5 } },
    };
    expect(await schemas.violatedPaths('POST', '/v1/orders', order)).toEqual([
      'customer.metadata.age',
      'referrer.metadata.tier',
    ]);
  });

  it('names the line in which a product of two lines is given what does not fit', async () => {
    await schemas.define('product', { size: { type: 'number' }, code: { type: 'string' } });
    const source_id = uniqueId();
    const line = (metadata: object) => ({ price: 1, product: { source_id, override: true, metadata } });
    const order = { items: [line({ size: 'x' }), line({ code: 5 }), line({})] };
    expect(await schemas.violatedPaths('POST', '/v1/orders', order)).toEqual([
      'items[0].product.metadata.size',
      'items[1].product.metadata.code',
    ]);
  });
});

import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorDetail } from '../../../shared/errors.ts';
import { CreateOrder } from '../../../shared/orders/orders.ts';
import { Database, RefusalError } from '../../../worker/database.ts';
import { ApiError } from '../../../worker/http/errors.ts';
import { type OrderEntry, toOrderEntry } from '../../../worker/orders/write/identify.ts';
import { writeOrders } from '../../../worker/orders/write/write-orders.ts';
import { uniqueId } from '../factories.ts';
import { contents, notGiven, SchemaCalls } from './calls.ts';

let schemas: SchemaCalls;
beforeAll(async () => {
  schemas = await SchemaCalls.create();
});
afterEach(() => schemas.reset());

function toEntry(raw: unknown, place: number): OrderEntry {
  const order = CreateOrder.parse(raw);
  const match = {
    matchId: order.id ?? null,
    matchSourceId: order.id ? null : (order.source_id ?? null),
    mustExist: false,
    ifMatch: null,
  };
  return toOrderEntry(order, match, { at: Date.now(), by: schemas.client.key.id, place });
}

const write = (...orders: unknown[]) => writeOrders(new Database(env.DB, null), orders.map(toEntry));
const outcomes = async (...orders: unknown[]) => (await write(...orders)).map(({ outcome }) => outcome);

/** What a list is refused with, and at which place where the refusal says it; it stores nothing. */
async function refusal(...orders: unknown[]): Promise<{ index?: number | undefined; errors: ErrorDetail[] }> {
  const before = await contents();
  const error: unknown = await write(...orders).catch((thrown: unknown) => thrown);
  expect(await contents()).toEqual(before);
  if (error instanceof RefusalError) {
    return { index: error.reason.index, errors: error.reasons.flatMap(({ errors = [] }) => errors) };
  }
  if (error instanceof ApiError) return { errors: error.extras.errors ?? [] };
  throw new Error(`expected a refusal, not ${error}`);
}

const size = { type: 'number', optional: false };
const note = { type: 'string' };

describe('a list of orders', () => {
  it('asks a required key of those that are new, and not of those that have it', async () => {
    await schemas.define('order', { size, note });
    const [known, byId] = [uniqueId(), uniqueId()];
    const [, { order } = { order: { id: '' } }] = await write(
      { source_id: known, metadata: { size: 1 } },
      { source_id: byId, metadata: { size: 1 } },
    );
    const metadata = { note: 'x' };
    expect(
      await outcomes(
        { source_id: known, metadata },
        { source_id: uniqueId(), metadata: { size: 1 } },
        { id: order.id, metadata },
      ),
    ).toEqual(['updated', 'created', 'updated']);
    expect(await refusal({ source_id: known, status: 'PAID' }, { source_id: uniqueId() }, {})).toEqual({
      index: 1,
      errors: [notGiven('metadata.size'), notGiven('metadata.size')],
    });
  });

  it('asks nothing of an entry that an earlier one of the list gives', async () => {
    await schemas.define('order', { size, note });
    await schemas.define('customer', { size });
    const source_id = uniqueId();
    const customer = { source_id: uniqueId() };
    const first = { source_id, metadata: { size: 1 }, customer: { ...customer, metadata: { size: 2 } } };
    const second = { source_id, metadata: { note: 'x' }, customer: { ...customer, metadata: { other: 1 } } };
    const third = { source_id: uniqueId(), metadata: { size: 1 }, referrer: customer };
    expect(await outcomes(first, second, third)).toEqual(['created', 'updated', 'created']);
    expect((await schemas.client.get(source_id)).body.metadata).toEqual({ size: 1, note: 'x' });
    expect((await schemas.client.customer(customer.source_id)).metadata).toEqual({ size: 2, other: 1 });
  });

  it('is not refused, in an entry that breaks the schema, with keys that an earlier one gives', async () => {
    await schemas.define('order', { size, note });
    const source_id = uniqueId();
    const { errors } = await refusal(
      { source_id, metadata: { size: 1 } },
      { source_id, metadata: { note: 5 } },
    );
    expect(errors).toEqual([{ path: 'metadata.note', message: 'expected a string, was 5' }]);
  });

  it('is refused with the violations of all its entries, also where two are of one order', async () => {
    await schemas.define('order', { note });
    const source_id = uniqueId();
    const { errors } = await refusal(
      { source_id, metadata: { note: 1 } },
      { source_id, metadata: { note: 2 } },
      { source_id: uniqueId(), metadata: { note: 3 } },
    );
    expect(errors.map(({ message }) => message).sort()).toEqual([
      'expected a string, was 1',
      'expected a string, was 2',
      'expected a string, was 3',
    ]);
  });

  it('looks at each of several hundred entries in one round trip', async () => {
    await schemas.define('order', { size });
    await schemas.define('customer', { size });
    await schemas.client.post({ metadata: { size: 1 } });
    const orders = Array.from({ length: 300 }, () => ({
      source_id: uniqueId(),
      metadata: { size: 1 },
      customer: { source_id: uniqueId(), metadata: { size: 1 } },
    }));
    await write(...orders);
    const again = orders.map(({ source_id, customer }) => ({
      source_id,
      metadata: { other: 1 },
      customer: { source_id: customer.source_id, metadata: { other: 1 } },
    }));
    const database = new Database(env.DB, null);
    await writeOrders(database, again.map(toEntry));
    expect(database.cost.roundTrips).toBe(1);
    const bad = [...again.slice(0, 299), { source_id: uniqueId(), metadata: { other: 1 } }];
    expect(await refusal(...bad)).toEqual({ index: 299, errors: [notGiven('metadata.size')] });
  });
});

describe('a person without an id', () => {
  const roles = [['customer'], ['referrer']] as const;
  it.each(roles)('on an order that has a %s is that one, whose required keys are there', async (role) => {
    const order = { source_id: uniqueId(), [role]: { name: 'Ann', metadata: { size: 1 } } };
    await schemas.define('customer', { size, note });
    const { body } = await schemas.client.post(order);
    for (const call of [
      ['POST', '/v1/orders', { source_id: order.source_id }],
      ['POST', '/v1/orders', { id: body.id }],
      ['PUT', `/v1/orders/${order.source_id}`, {}],
      ['PUT', `/v1/orders/${body.id}`, {}],
    ] as const) {
      const [method, path, naming] = call;
      for (const person of [{ name: 'Anna' }, { metadata: { note: 'x' } }]) {
        const changed = await schemas.client.order(method, path, { body: { ...naming, [role]: person } });
        expect(changed.body[`${role}_id`]).toBe(body[`${role}_id`]);
      }
    }
    const { metadata } = await schemas.client.customer(body[`${role}_id`] ?? '');
    expect(metadata).toEqual({ size: 1, note: 'x' });
  });

  it.each(roles)('on an order that has no %s is new, whoever else it has', async (role) => {
    await schemas.define('customer', { size, note });
    const other = role === 'customer' ? 'referrer' : 'customer';
    const { body } = await schemas.client.post({ [other]: { metadata: { size: 1 } } });
    for (const person of [{ name: 'Ann' }, { metadata: { note: 'x' } }]) {
      for (const order of [{ id: body.id }, {}, { source_id: uniqueId() }]) {
        expect(await refusal({ ...order, [role]: person })).toEqual({
          index: 0,
          errors: [notGiven(`${role}.metadata.size`)],
        });
      }
    }
    await write({ id: body.id, [role]: { metadata: { size: 2 } } });
  });

  it('is new on an order whose customer was deleted', async () => {
    const { body } = await schemas.client.post({ customer: { metadata: { size: 1 } } });
    await schemas.define('customer', { size });
    await schemas.client.call('DELETE', `/v1/customers/${body.customer_id}`);
    const changed = { id: body.id, customer: { name: 'Ann' } };
    expect((await refusal(changed)).errors).toEqual([notGiven('customer.metadata.size')]);
  });
});

describe('a person that an order only refers to', () => {
  it('is not asked for metadata, by id', async () => {
    const { body } = await schemas.client.post({ customer: { name: 'Ann' } });
    await schemas.define('customer', { size });
    const { customer_id } = body;
    expect(await outcomes({ customer_id }, { customer: { id: customer_id } })).toEqual([
      'created',
      'created',
    ]);
    await write({ customer: { id: customer_id, name: 'Anna' } });
    expect((await refusal({ customer: { id: customer_id, metadata: {} } })).errors).toEqual([
      notGiven('customer.metadata.size'),
    ]);
  });
});

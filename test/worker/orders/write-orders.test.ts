import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { CreateOrder } from '../../../shared/orders/orders.ts';
import { Database, RefusalError } from '../../../worker/database.ts';
import { toOrder } from '../../../worker/orders/serializer.ts';
import { type OrderEntry, toOrderEntry } from '../../../worker/orders/write/identify.ts';
import { writeOrders } from '../../../worker/orders/write/write-orders.ts';
import { Client } from '../client.ts';
import { makeOrder, uniqueId } from '../factories.ts';

let client: Client;
beforeAll(async () => {
  client = await Client.create();
});

function toEntry(raw: unknown, place: number): OrderEntry {
  const order = CreateOrder.parse(raw);
  const match = {
    matchId: order.id ?? null,
    matchSourceId: order.id ? null : (order.source_id ?? null),
    mustExist: false,
    ifMatch: null,
  };
  return toOrderEntry(order, match, { at: Date.now(), by: client.key.id, place });
}

const write = async (...orders: unknown[]) => {
  const written = await writeOrders(new Database(env.DB, null), orders.map(toEntry));
  return written.map(({ order, outcome }) => ({ outcome, order: toOrder(order) }));
};

async function refusalOf(...orders: unknown[]): Promise<RefusalError['reason']> {
  const error = await write(...orders).catch((thrown: unknown) => thrown);
  if (!(error instanceof RefusalError)) throw new Error(`expected a refusal, not ${error}`);
  return error.reason;
}

describe('a list of orders', () => {
  it('is written in one round trip, each order with its outcome', async () => {
    const known = (await client.post(makeOrder())).body;
    const database = new Database(env.DB, null);
    const raw = [
      makeOrder(),
      { source_id: known.source_id, status: 'PAID' },
      {},
      makeOrder({ customer: { name: 'Ann' } }),
    ];
    const written = await writeOrders(database, raw.map(toEntry));
    expect(written.map(({ outcome }) => outcome)).toEqual(['created', 'updated', 'created', 'created']);
    expect(written[1]?.order.id).toBe(known.id);
    expect(database.cost.roundTrips).toBe(1);
    for (const { order } of written) expect((await client.get(order.id)).body).toEqual(toOrder(order));
  });

  it('of hundreds costs what as many single ones cost', async () => {
    const customer = { source_id: uniqueId(), name: 'Ann' };
    await client.post(makeOrder({ customer }));
    const single = await client.post(makeOrder({ customer }));
    const database = new Database(env.DB, null);
    await writeOrders(database, Array.from({ length: 300 }, () => makeOrder({ customer })).map(toEntry));
    expect(database.cost.roundTrips).toBe(1);
    expect(database.cost.rowsWritten).toBe(300 * single.cost.rowsWritten);
    expect((await client.customer(customer.source_id)).name).toBe('Ann');
  });

  it('applies entries of one order in turn, and says of each what it did', async () => {
    const source_id = uniqueId();
    const written = await write(
      { source_id, metadata: { a: 1 } },
      { source_id, metadata: { b: 2 } },
      { source_id, metadata: { b: 2 } },
    );
    expect(written.map(({ outcome }) => outcome)).toEqual(['created', 'updated', 'unchanged']);
    expect(written[0]?.order.metadata).toEqual({ a: 1, b: 2 });
  });

  it('loses nothing where one entry names an order by id and another by source_id', async () => {
    const { body } = await client.post(makeOrder());
    const { id, source_id } = body;
    await write(
      { id, status: 'PAID', metadata: { a: 1 } },
      { source_id, discount_amount: 7, metadata: { b: 2 } },
      { id, metadata: { c: 3 } },
    );
    expect((await client.get(id)).body).toMatchObject({
      status: 'PAID',
      discount_amount: 7,
      metadata: { a: 1, b: 2, c: 3 },
    });
    const renamed = uniqueId('renamed');
    const written = await write({ id, source_id: renamed }, { source_id, amount: 9 });
    expect((await client.get(renamed)).body.id).toBe(id);
    expect(written.map(({ outcome }) => outcome)).toEqual(['updated', 'created']);
  });

  it('makes each person once, however often named', async () => {
    const source_id = uniqueId();
    const written = await write(
      makeOrder({ status: 'PAID', customer: { source_id, name: 'Ann' } }),
      makeOrder({
        status: 'PAID',
        customer: { source_id, email: 'ann@example.com' },
        referrer: { source_id },
      }),
    );
    const ids = new Set(
      written.flatMap(({ order }) => [order.customer_id, order.referrer_id]).filter(Boolean),
    );
    expect(ids.size).toBe(1);
    expect(await client.customer(source_id)).toMatchObject({
      name: 'Ann',
      email: 'ann@example.com',
      summary: { orders: { total_count: 2 } },
    });
  });

  it('is refused whole for one bad order, which is named by its place', async () => {
    const [a, b] = [uniqueId(), uniqueId()];
    expect(await refusalOf({ source_id: a }, { source_id: b, customer_id: 'cust_x' })).toMatchObject({
      key: 'not_found',
      index: 1,
      id: 'cust_x',
    });
    expect(
      await refusalOf({ source_id: a }, { source_id: a }, { source_id: a, referrer_id: 'cust_x' }),
    ).toMatchObject({ index: 2 });
    for (const source_id of [a, b]) await client.refused(404, 'not_found', 'GET', `/v1/orders/${source_id}`);
  });
});

describe('people who meet', () => {
  const person = async (fields: Record<string, unknown> = {}): Promise<string> => {
    const { body } = await client.post({ customer: { name: 'X', ...fields } });
    return body.customer_id ?? '';
  };

  it('in one source_id are one person where an id says which', async () => {
    const id = await person();
    const source_id = uniqueId();
    const { body } = await client.post({
      customer: { id, source_id },
      referrer: { source_id, name: 'Both' },
    });
    expect(body).toMatchObject({ customer_id: id, referrer_id: id, customer: { source_id, name: 'Both' } });
  });

  it('are refused where two ids claim one source_id, or an id has another', async () => {
    const [a, b] = [await person(), await person()];
    const source_id = uniqueId();
    const two = { customer: { id: a, source_id }, referrer: { id: b, source_id } };
    await client.refused(409, 'duplicate_found', 'POST', '/v1/orders', { body: two });
    const known = uniqueId();
    const c = await person({ source_id: known });
    const renaming = { customer: { source_id: known }, referrer: { id: c, source_id: uniqueId() } };
    await client.refused(409, 'duplicate_found', 'POST', '/v1/orders', { body: renaming });
    expect((await client.customer(c)).source_id).toBe(known);
  });

  it('are meant by customer_id, whose attributes an object beside it gives', async () => {
    const [carl, dora] = [await person({ name: 'Carl' }), await person({ name: 'Dora' })];
    const { body } = await client.post({ customer_id: carl });
    const changed = await client.put(body.id, { customer_id: dora, customer: { name: 'Doris' } });
    expect(changed.body.customer).toMatchObject({ id: dora, name: 'Doris' });
    expect((await client.customer(carl)).name).toBe('Carl');
    const source_id = uniqueId();
    await person({ source_id });
    const foreign = { customer_id: dora, customer: { source_id } };
    await client.refused(409, 'duplicate_found', 'PUT', `/v1/orders/${body.id}`, { body: foreign });
  });

  it('keep what a null beside them does not give', async () => {
    const id = await person({ address: { city: 'Graz' } });
    await client.post({ customer: { id, address: { city: 'Linz' } }, referrer: { id, address: null } });
    expect((await client.customer(id)).address).toEqual({ city: 'Linz' });
  });
});

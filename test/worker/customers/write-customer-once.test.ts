import { beforeAll, describe, expect, it } from 'vitest';
import { stored } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls, makeCustomer, path } from './calls.ts';

const WRITERS = 100;

let customers: CustomerCalls;
beforeAll(async () => {
  customers = await CustomerCalls.create();
});

const countEvents = (id: string) => stored('SELECT count(*) FROM customer_events WHERE customer_id = ?', id);
const once = () => ({ 'Idempotency-Key': uniqueId('once') });

describe('If-Match on a customer', () => {
  it('lets a current version through, weak or strong, and refuses a stale one', async () => {
    const { body } = await customers.post(makeCustomer());
    await customers.put(body.id, { name: 'Two' }, { 'If-Match': '"1"' });
    await customers.put(body.id, { name: 'Three' }, { 'If-Match': 'W/"2"' });
    await customers.put(body.id, { name: 'Four' }, { 'If-Match': '"9", "3"' });
    await customers.put(body.source_id ?? '', { name: 'Five' }, { 'If-Match': '*' });
    const stale = { body: { name: 'Six' }, headers: { 'If-Match': '"4"' } };
    const error = await customers.client.refused(412, 'precondition_failed', 'PUT', path(body.id), stale);
    expect(error.details).toContain('version 5');
    expect((await customers.get(body.id)).name).toBe('Five');
  });

  it('holds for POST, which must not create what the version is asked of', async () => {
    const source_id = uniqueId();
    for (const tag of ['"1"', '*']) {
      const options = { body: { source_id }, headers: { 'If-Match': tag } };
      await customers.client.refused(412, 'precondition_failed', 'POST', '/v1/customers', options);
    }
    await customers.gone(source_id);
  });

  it('compares the profile only: orders change neither ETag nor updated_at', async () => {
    const { body, headers } = await customers.post(makeCustomer());
    await customers.client.post({ status: 'PAID', amount: 1540, customer: { source_id: body.source_id } });
    const reply = await customers.client.call('GET', path(body.id));
    expect(reply.headers.get('ETag')).toBe(headers.get('ETag'));
    expect(reply.body).toMatchObject({ summary: { orders: { total_count: 1, total_amount: 1540 } } });
    expect(reply.body).not.toHaveProperty('updated_at');
    const named = await customers.put(body.id, { name: 'New' }, { 'If-Match': '"1"' });
    expect(named.body.summary.orders.total_count).toBe(1);
  });
});

describe('a write of a customer that changes nothing', () => {
  it('costs no row written, and leaves version and events as they were', async () => {
    const sent = makeCustomer();
    const first = await customers.post(sent);
    for (const reply of [
      await customers.post(sent),
      await customers.put(first.body.id, sent),
      await customers.put(first.body.id, {}),
      await customers.put(first.body.id, { metadata: {}, address: {}, source_id: null }),
    ]) {
      expect(reply.body).toEqual(first.body);
      expect(reply.headers.get('ETag')).toBe('"1"');
      expect(reply.cost).toMatchObject({ rowsWritten: 0, roundTrips: 1 });
    }
    expect(await countEvents(first.body.id)).toBe(1);
  });
});

describe('an Idempotency-Key on customers', () => {
  it('gives a repeated request the stored reply, as it was, and does nothing again', async () => {
    const headers = once();
    const sent = makeCustomer({ source_id: undefined });
    const first = await customers.post(sent, headers);
    await customers.put(first.body.id, { name: 'Changed', metadata: { tier: 'none' } });
    const again = await customers.post(sent, headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(again.headers.get('ETag')).toBe('"1"');
    expect(again.cost.rowsWritten).toBe(0);
    expect((await customers.get(first.body.id)).name).toBe('Changed');
  });

  it('replays unset address and metadata, and a PUT that renamed the source_id of its path', async () => {
    const bare = once();
    const { body } = await customers.post({ source_id: uniqueId() }, bare);
    expect((await customers.post({ source_id: body.source_id }, bare)).body).toEqual(body);
    const headers = once();
    const renamed = { source_id: uniqueId('renamed') };
    const put = await customers.put(body.source_id ?? '', renamed, headers);
    expect(put.body).toMatchObject({ id: body.id, ...renamed });
    const again = await customers.put(body.source_id ?? '', renamed, headers);
    expect(again.body).toEqual(put.body);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
  });

  it('refuses another body with 422, and is not used up by a refused request', async () => {
    const headers = once();
    const refused = { body: { source_id: '' }, headers };
    await customers.client.refused(400, 'invalid_payload', 'POST', '/v1/customers', refused);
    const { body } = await customers.post({ name: 'Ann' }, headers);
    const other = { body: { name: 'Bob' }, headers };
    await customers.client.refused(422, 'idempotency_key_reused', 'POST', '/v1/customers', other);
    expect((await customers.post({ name: 'Ann' }, headers)).body).toEqual(body);
    expect(
      (await customers.put(body.id, { name: 'Ann' }, headers)).headers.get('Idempotency-Replayed'),
    ).toBeNull();
    const colleague = await CustomerCalls.create();
    expect((await colleague.post({ name: 'Ann' }, headers)).body.id).not.toBe(body.id);
  });

  it(`of ${WRITERS} requests at once makes one customer, with one reply`, async () => {
    const headers = once();
    const replies = await Promise.all(
      Array.from({ length: WRITERS }, () => customers.post({ name: 'Ann' }, headers)),
    );
    expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    expect(replies.filter((reply) => reply.headers.get('Idempotency-Replayed') === null)).toHaveLength(1);
    expect(await countEvents(replies[0]?.body.id ?? '')).toBe(1);
  });
});

describe(`${WRITERS} requests at once`, () => {
  it('with one new source_id make one customer, without an error or a lost field', async () => {
    const source_id = uniqueId();
    const bodies = Array.from({ length: WRITERS }, (_, index) => ({
      source_id,
      metadata: { [`key${index}`]: index },
    }));
    const replies = await Promise.all(bodies.map((body) => customers.post(body)));
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    expect((await customers.get(source_id)).metadata).toEqual(
      Object.assign({}, ...bodies.map(({ metadata }) => metadata)),
    );
    expect(await countEvents(replies[0]?.body.id ?? '')).toBe(WRITERS);
  });

  it('with one version in If-Match let one through', async () => {
    const { body } = await customers.post(makeCustomer());
    const replies = await Promise.all(
      Array.from({ length: WRITERS }, (_, index) =>
        customers.client.call('PUT', path(body.id), {
          body: { name: `Ann ${index}` },
          headers: { 'If-Match': '"1"' },
        }),
      ),
    );
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 412)).toHaveLength(WRITERS - 1);
  });

  it('for orders and the profile of one new customer leave one customer with the right summary', async () => {
    const source_id = uniqueId();
    await Promise.all([
      ...Array.from({ length: WRITERS }, (_, index) =>
        customers.client.post({
          status: 'PAID',
          amount: 1540,
          customer: { source_id, metadata: { [`order${index}`]: index } },
        }),
      ),
      ...Array.from({ length: 10 }, (_, index) =>
        customers.post({ source_id, metadata: { [`profile${index}`]: index } }),
      ),
    ]);
    const { metadata, summary } = await customers.get(source_id);
    expect(Object.keys(metadata ?? {})).toHaveLength(WRITERS + 10);
    expect(summary.orders).toMatchObject({ total_count: WRITERS, total_amount: WRITERS * 1540 });
    expect(await stored('SELECT count(*) FROM customers WHERE source_id = ?', source_id)).toBe(1);
  });
});

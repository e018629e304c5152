import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { CustomerActivities, CustomerActivity, type CustomerEvent } from '../../../shared/events.ts';
import type { Reply } from '../client.ts';
import { counting } from '../database.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls, path } from './calls.ts';

const MANY = 20_000;
const LIMIT = 50;

type Activity = z.infer<typeof CustomerActivity>;

let customers: CustomerCalls;
beforeAll(async () => {
  customers = await CustomerCalls.create();
});

async function ask(id: string, query = '', list = 'activity'): Promise<Reply<Activity>> {
  const reply = await customers.client.call('GET', `${path(id)}/${list}?${query}`);
  expect(reply.status).toBe(200);
  return { ...reply, body: (list === 'activity' ? CustomerActivity : CustomerActivities).parse(reply.body) };
}
const activity = async (id: string, query = ''): Promise<CustomerEvent[]> => (await ask(id, query)).body.data;

/** A customer with an event in each of these milliseconds. */
async function makeEvents(times: number[]): Promise<string> {
  const { body } = await customers.post({ source_id: uniqueId() });
  for (let index = 1; index < times.length; index += 1) await customers.put(body.id, { metadata: { index } });
  await env.DB.batch(
    times.map((at, index) =>
      env.DB.prepare('UPDATE customer_events SET created_at = ? WHERE customer_id = ? AND number = ?').bind(
        at,
        body.id,
        index + 1,
      ),
    ),
  );
  return body.id;
}

describe('pages of activity', () => {
  it('follow by cursor in both directions, each event once', async () => {
    const id = await makeEvents([5, 5, 5, 7, 7, 9, 11]);
    for (const order of ['created_at', '-created_at']) {
      const all = (await activity(id, `order=${order}&limit=100`)).map((event) => event.id);
      expect(all).toHaveLength(7);
      for (const limit of [1, 3, 7]) {
        const seen: string[] = [];
        let after: string | undefined = '';
        while (after !== undefined) {
          const query: string = `order=${order}&limit=${limit}${after && `&starting_after_id=${after}`}`;
          const { body } = await ask(id, query);
          expect(body.has_more).toBe(body.more_starting_after !== undefined);
          seen.push(...body.data.map((event) => event.id));
          after = body.more_starting_after;
        }
        expect(seen).toEqual(all);
      }
      if (order === 'created_at') all.reverse();
      expect((await activity(id)).map((event) => event.id)).toEqual(all.slice(0, 10));
    }
  });

  it('go on from a moment, and lose none of one', async () => {
    const id = await makeEvents([5, 5, 5, 7, 7, 9, 11].map((second) => second * 1000));
    for (const [order, first] of [
      ['created_at', '1970-01-01'],
      ['-created_at', '2200-01-01'],
    ] as const) {
      const all = (await activity(id, `order=${order}&limit=100`)).map((event) => event.id);
      for (const limit of [1, 2, 4]) {
        const seen: string[] = [];
        for (let after: string | undefined = first; after !== undefined; ) {
          const { body }: Reply<Activity> = await ask(
            id,
            `order=${order}&limit=${limit}&starting_after=${after}`,
          );
          seen.push(...body.data.map((event) => event.id));
          after = body.has_more ? body.data.at(-1)?.created_at : undefined;
        }
        expect(seen).toEqual(all);
      }
    }
  });

  it('are filtered by time and type; of what Docket does not have, nothing is found', async () => {
    const day = (number: number): number => Date.UTC(2020, 0, number);
    const id = await makeEvents([day(1), day(2), day(3), day(4)]);
    const days = async (query: string) =>
      (await activity(id, query)).map(({ created_at }) => Number(created_at.slice(8, 10)));
    expect(await days('start_date=2020-01-02')).toEqual([4, 3, 2]);
    expect(await days('end_date=2020-01-02T00:00:00Z')).toEqual([2, 1]);
    expect(await days('start_date=2020-01-02&end_date=2020-01-03&order=created_at')).toEqual([2, 3]);
    expect(await days('starting_after=2020-01-03')).toEqual([2, 1]);
    expect(await days('starting_after=2020-01-03&order=created_at')).toEqual([4]);
    expect(await days('starting_after=2020-01-03&start_date=2020-01-02')).toEqual([2]);
    expect(await days('type=customer.created')).toEqual([1]);
    expect(await days('type=customer.updated&limit=2')).toEqual([4, 3]);
    expect(await days('category=ACTION')).toEqual([4, 3, 2, 1]);
    for (const query of [
      'category=EFFECT',
      'campaign_id=c',
      'campaign_type=LOYALTY_PROGRAM',
      'type=customer.none',
    ])
      expect((await ask(id, query)).body).toMatchObject({ data: [], has_more: false });
  });

  it('are refused for an unknown customer, a malformed query and a cursor of another list', async () => {
    const { body } = await customers.post({});
    const { body: other } = await customers.post({});
    const suffix = body.id.slice('cust_'.length);
    for (const query of [
      'starting_after_id=evt_x',
      `starting_after_id=${body.id}`,
      `starting_after_id=evt_${other.id.slice('cust_'.length)}_1`,
      `starting_after_id=evt_${suffix}_0`,
      `starting_after_id=evt_${suffix}_1e0`,
      'order=type',
      'category=NONE',
      'start_date=soon',
      'page=1',
    ]) {
      for (const list of ['activity', 'activities']) {
        const url = `${path(body.id)}/${list}?${query}`;
        await customers.client.refused(400, 'invalid_query_params', 'GET', url);
      }
    }
    await customers.client.refused(404, 'not_found', 'GET', `${path('nobody')}/activity`);
  });

  it('are refused beyond the last event, as those of an order are', async () => {
    const { body } = await customers.post({});
    const url = `${path(body.id)}/activity?starting_after_id=evt_${body.id.slice('cust_'.length)}_999`;
    await customers.client.refused(400, 'invalid_query_params', 'GET', url);
  });
});

describe('GET /v1/customers/{customerId}/activities', () => {
  it('answers the same, and how many events there are in all', async () => {
    const id = await makeEvents([1, 2, 3, 4, 5]);
    const [{ body: activities }, { body }] = [
      await ask(id, 'limit=2', 'activities'),
      await ask(id, 'limit=2'),
    ];
    expect(activities).toEqual({ ...body, total: 5 });
    expect(body).not.toHaveProperty('total');
  });
});

describe(`a customer of ${MANY} events`, () => {
  it('has pages of the same cost, first and deep, in both directions', async () => {
    const { body } = await customers.post({});
    const { body: order } = await customers.client.post({ customer_id: body.id });
    await env.DB.prepare(`${counting(3, MANY)}
      INSERT INTO customer_events (customer_id, number, type, created_at, key_id, order_seq, order_version)
      SELECT ?1, i, 'customer.order.created', i, ?2, seq, 1 FROM n, orders WHERE orders.id = ?3`)
      .bind(body.id, customers.client.key.id, order.id)
      .run();
    const cursor = `evt_${body.id.slice('cust_'.length)}_${MANY / 2}`;
    for (const list of ['activity', 'activities']) {
      for (const order of ['created_at', '-created_at']) {
        for (const query of ['', `&starting_after_id=${cursor}`]) {
          const page = await ask(body.id, `limit=${LIMIT}&order=${order}${query}`, list);
          expect(page.body.data).toHaveLength(LIMIT);
          expect(page.body.data[0]?.id).not.toBe(cursor);
          expect(page.cost.roundTrips).toBeLessThanOrEqual(2);
          expect(page.cost.rowsRead).toBeLessThanOrEqual(4 * (LIMIT + 1) + 10);
        }
      }
    }
    const { body: activities } = await ask(body.id, 'limit=1', 'activities');
    expect(activities).toMatchObject({ total: MANY, has_more: true });
  });
});

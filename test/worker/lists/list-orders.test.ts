import { beforeAll, describe, expect, it } from 'vitest';
import { type Order, OrderList } from '../../../shared/orders/orders.ts';
import { Client } from '../client.ts';
import { makeOrder, uniqueId } from '../factories.ts';

let client: Client;
const orders: Order[] = [];

beforeAll(async () => {
  client = await Client.create();
  for (const [index, day] of ['03', '01', '02', '02', '02', '04'].entries()) {
    const fields = { created_at: `2020-01-${day}T00:00:00Z`, status: index < 2 ? 'PAID' : 'CREATED' };
    orders.push((await client.post(makeOrder(fields))).body);
  }
  for (const index of [3, 0, 4]) {
    orders[index] = (await client.put(orders[index]?.id ?? '', { metadata: { changed: index } })).body;
  }
});

async function list(query: string): Promise<OrderList> {
  const { body, status } = await client.call('GET', `/v1/orders?${query}`);
  expect(status).toBe(200);
  return OrderList.parse(body);
}

const places = (reply: OrderList): number[] =>
  reply.orders.map(({ id }) => orders.findIndex((order) => order.id === id));

/** The order of each sort: equal times by insertion, never-changed orders after the changed ones. */
const sorts = {
  '-created_at': [5, 0, 4, 3, 2, 1],
  created_at: [1, 2, 3, 4, 0, 5],
  '-updated_at': [4, 0, 3, 5, 2, 1],
  updated_at: [3, 0, 4, 1, 2, 5],
};

describe('GET /v1/orders', () => {
  it('lists the newest first unless asked otherwise', async () => {
    const reply = await list('');
    expect(places(reply)).toEqual(sorts['-created_at']);
    expect(reply).toMatchObject({ total: 6, has_more: false });
    expect(reply).not.toHaveProperty('total_capped');
    expect(reply).not.toHaveProperty('counts');
  });

  it.each(Object.entries(sorts))(
    'sorts by %s, and pages by cursor and by number alike',
    async (order, expected) => {
      expect(places(await list(`order=${order}`))).toEqual(expected);
      for (const limit of [1, 2, 4, 5, 6]) {
        const seen: number[] = [];
        let after: string | undefined = '';
        while (after !== undefined) {
          const page: OrderList = await list(
            `order=${order}&limit=${limit}${after && `&starting_after_id=${after}`}`,
          );
          expect(page.has_more).toBe(page.more_starting_after !== undefined);
          seen.push(...places(page));
          after = page.more_starting_after;
        }
        expect(seen).toEqual(expected);
        const paged: number[] = [];
        for (let page = 1; page <= Math.ceil(6 / limit) + 1; page += 1)
          paged.push(...places(await list(`order=${order}&limit=${limit}&page=${page}`)));
        expect(paged).toEqual(expected);
      }
    },
  );

  it('counts the orders of each status on request', async () => {
    expect((await list('counts=true&limit=1')).counts).toEqual({
      CREATED: 4,
      PAID: 2,
      CANCELED: 0,
      FULFILLED: 0,
    });
    expect((await list('counts=true&status=PAID')).total).toBe(2);
  });

  it('finds an order by the beginning of its id, and by any part of its source_id', async () => {
    const [first] = orders;
    expect(places(await list(`q=${first?.source_id?.slice(0, 14)}`))).toEqual([0]);
    expect(places(await list(`q=${first?.id}`))).toEqual([0]);
    expect(places(await list('q=order-&order=created_at'))).toEqual(sorts.created_at);
    expect((await list('q=order-&status=PAID')).total).toBe(2);
    expect((await list('q=RDER-')).total).toBe(6);
    expect((await list('q=or')).total).toBe(6);
    const error = await client.refused(400, 'invalid_query_params', 'GET', '/v1/orders?q=%20%CC%81');
    expect(error.errors).toEqual([{ path: 'q', message: 'must have a letter, a digit or a sign' }]);
  });

  it('goes to 10,000 orders by page number, and says how to go on', async () => {
    expect((await list('limit=100&page=100')).orders).toEqual([]);
    for (const query of ['limit=100&page=101', 'page=1001', 'limit=1&page=10001']) {
      const error = await client.refused(400, 'invalid_query_params', 'GET', `/v1/orders?${query}`);
      expect(error.errors?.[0]?.path).toBe('page');
      if (query !== 'limit=1&page=10001') expect(error.details).toContain('starting_after_id');
    }
  });

  it('refuses a cursor that names no order, and one together with a page', async () => {
    const cursor = (await list('limit=1&order=created_at')).more_starting_after ?? '';
    const encoded = (keys: string) => `starting_after_id=-created_at~${btoa(keys).replaceAll('=', '')}`;
    for (const query of [
      'starting_after_id=ord_x',
      `starting_after_id=${orders[0]?.source_id}`,
      `order=-created_at&starting_after_id=${cursor}`,
      `order=updated_at&starting_after_id=${cursor}`,
      'starting_after_id=-created_at~',
      'starting_after_id=-created_at~%C3%A9',
      encoded('[1]'),
      encoded('[1,2,3]'),
      encoded('[1,{}]'),
      encoded('{"0":1,"1":2}'),
      encoded('[1,1e400]'),
      encoded('[1,2'),
      encoded('\xff'),
    ]) {
      const error = await client.refused(400, 'invalid_query_params', 'GET', `/v1/orders?${query}`);
      expect(error.errors?.[0]?.path).toBe('starting_after_id');
    }
    const both = `/v1/orders?page=2&starting_after_id=${orders[0]?.id}`;
    expect((await client.refused(400, 'invalid_query_params', 'GET', both)).errors?.[0]?.path).toBe('page');
  });
});

describe('pages by cursor', () => {
  it('go on where the order that they came from has changed', async () => {
    const tag = uniqueId('changing');
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const { body } = await client.post({ metadata: { tag } });
      made.push((await client.put(body.id, { metadata: { index } })).body.id);
    }
    const tagged = `filters[metadata.tag][conditions][$is]=${tag}`;
    for (const order of ['updated_at', '-updated_at']) {
      const all = (await list(`order=${order}&${tagged}`)).orders.map(({ id }) => id);
      const seen: string[] = [];
      for (let after: string | undefined = ''; after !== undefined; ) {
        const cursor: string = after && `&starting_after_id=${after}`;
        const page: OrderList = await list(`order=${order}&limit=2&${tagged}${cursor}`);
        seen.push(...page.orders.map(({ id }) => id));
        after = page.more_starting_after;
        // Changed on every page but the last: the list ends nevertheless.
        const last = seen.at(-1) ?? '';
        if (after !== undefined && seen.length <= 4)
          await client.put(last, { metadata: { at: seen.length } });
      }
      expect(seen.slice(0, 5)).toEqual(all);
      expect(new Set(all)).toEqual(new Set(made));
    }
  });

  it('answer every order once while others are inserted', async () => {
    const status = 'FULFILLED';
    const before: string[] = [];
    for (let index = 0; index < 25; index += 1) {
      before.push(
        (await client.post(makeOrder({ status, created_at: `2021-01-0${(index % 5) + 1}T00:00:00Z` }))).body
          .id,
      );
    }
    for (const order of Object.keys(sorts)) {
      const seen: string[] = [];
      let after: string | undefined = '';
      while (after !== undefined) {
        const query: string = `order=${order}&status=${status}&limit=4${after && `&starting_after_id=${after}`}`;
        const [page]: [OrderList, unknown, unknown] = await Promise.all([
          list(query),
          client.post({ source_id: uniqueId(), status: 'CANCELED', created_at: '2021-01-03T00:00:00Z' }),
          client.post({
            source_id: uniqueId(),
            status,
            created_at: `2021-01-0${(seen.length % 5) + 1}T00:00:00Z`,
          }),
        ]);
        seen.push(...page.orders.map(({ id }) => id));
        after = seen.length > 300 ? undefined : page.more_starting_after;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(before.filter((id) => !seen.includes(id))).toEqual([]);
    }
  });
});

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../shared/customers/customers.ts';
import type { ErrorBody } from '../../../shared/errors.ts';
import { uniqueId } from '../factories.ts';
import { CustomerCalls, path } from './calls.ts';

let customers: CustomerCalls;
/** In the order in which they were inserted. */
let all: Customer[];

const day = (number: number): number => Date.UTC(2020, 0, number);
const sourceIds = ['b', null, 'a', 'C', null, 'ä', 'a-2', '10', '9', null, 'b2', 'A'];

/** Customers with equal times among them, some changed, some without a source_id. */
beforeAll(async () => {
  customers = await CustomerCalls.create();
  const ids: string[] = [];
  for (const [index, source_id] of sourceIds.entries()) {
    const { body } = await customers.post({
      ...(source_id !== null && { source_id }),
      name: index % 2 ? 'Odd' : 'Even',
      email: `${index % 3}@example.com`,
      address: index % 4 ? { city: `City ${index % 4}` } : null,
    });
    ids.push(body.id);
    await env.DB.prepare('UPDATE customers SET created_at = ?, updated_at = ? WHERE id = ?')
      .bind(day([3, 1, 2, 2, 2, 4][index % 6] ?? 0), index % 3 === 0 ? day(10 + (index % 2)) : null, body.id)
      .run();
  }
  all = await Promise.all(ids.map((id) => customers.get(id)));
});

type Key = string | number;
const bytes = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => String.fromCharCode(byte)).join('');

/** What a customer is sorted by, the most important first; who lacks it comes after the others in either direction. */
const keysOf: Record<string, (customer: Customer, place: number) => { isLast: boolean; keys: Key[] }> = {
  created_at: ({ created_at }, place) => ({ isLast: false, keys: [created_at, place] }),
  updated_at: ({ created_at, updated_at }, place) => ({
    isLast: updated_at === undefined,
    keys: [updated_at ?? '', created_at, place],
  }),
  source_id: ({ source_id }, place) => ({
    isLast: source_id === undefined,
    keys: source_id === undefined ? [place] : [bytes(source_id)],
  }),
};

const compare = (a: Key[], b: Key[]): number => {
  const index = a.findIndex((key, place) => key !== b[place]);
  const [left, right] = [a[index] ?? 0, b[index] ?? 0];
  return left === right ? 0 : left < right ? -1 : 1;
};

function sorted(list: Customer[], order: string): string[] {
  const direction = order.startsWith('-') ? -1 : 1;
  const rows = list.map((customer) => {
    const read = keysOf[order.replace('-', '')];
    if (!read) throw new Error(order);
    return { id: customer.id, ...read(customer, all.indexOf(customer)) };
  });
  return rows
    .sort((a, b) => Number(a.isLast) - Number(b.isLast) || direction * compare(a.keys, b.keys))
    .map(({ id }) => id);
}

const ids = (list: Customer[]): string[] => list.map(({ id }) => id);
const listed = async (query: string): Promise<string[]> => ids((await customers.list(query)).body.customers);
const orders = ['created_at', '-created_at', 'updated_at', '-updated_at', 'source_id', '-source_id'];

describe('GET /v1/customers', () => {
  it('lists whole customers, the newest first, ten in a page, with their exact number', async () => {
    const { body, cost } = await customers.list('');
    expect(ids(body.customers)).toEqual(sorted(all, '-created_at').slice(0, 10));
    expect(body).toMatchObject({ object: 'list', data_ref: 'customers', total: all.length, has_more: true });
    expect(body.customers[0]).toEqual(all.find(({ id }) => id === body.customers[0]?.id));
    expect(body).not.toHaveProperty('total_capped');
    expect(cost.roundTrips).toBe(1);
  });

  it.each(orders)('sorts by %s, and pages by cursor and by number alike', async (order) => {
    const expected = sorted(all, order);
    for (const limit of [1, 2, 3, 5, 11, 12, 100]) {
      expect(ids(await customers.walk(`order=${order}&limit=${limit}`))).toEqual(expected);
      const paged: string[] = [];
      for (let page = 1; page <= Math.ceil(all.length / limit) + 1; page += 1)
        paged.push(...(await listed(`order=${order}&limit=${limit}&page=${page}`)));
      expect(paged).toEqual(expected);
    }
  });

  it.each(orders)('sorts by %s what filters and shortcuts leave', async (order) => {
    const odd = all.filter(({ name }) => name === 'Odd');
    expect(ids(await customers.walk(`order=${order}&limit=2&name=Odd`))).toEqual(sorted(odd, order));
    const one = all.filter(({ email }) => email === '1@example.com');
    expect(ids(await customers.walk(`order=${order}&limit=2&email=1@example.com`))).toEqual(
      sorted(one, order),
    );
    const late = all.filter(({ created_at }) => Date.parse(created_at) > day(2));
    const query = `order=${order}&limit=2&filters[created_at][conditions][$after]=2020-01-02`;
    expect(ids(await customers.walk(query))).toEqual(sorted(late, order));
  });

  it('takes email, name, city and ranges of time, which all must hold', async () => {
    const cases: [query: string, holds: (customer: Customer) => boolean][] = [
      ['email=0@example.com', ({ email }) => email === '0@example.com'],
      ['email=0@EXAMPLE.com', () => false],
      ['name=Even', ({ name }) => name === 'Even'],
      ['city=City%202', ({ address }) => address?.city === 'City 2'],
      ['created_at[after]=2020-01-02', ({ created_at }) => Date.parse(created_at) > day(2)],
      ['created_at[before]=2020-01-02T00:00:00.001Z', ({ created_at }) => Date.parse(created_at) <= day(2)],
      [
        'created_at[after]=2020-01-01&created_at[before]=2020-01-03T01:00:00%2B01:00',
        ({ created_at }) => Date.parse(created_at) === day(2),
      ],
      ['updated_at[after]=2020-01-10', ({ updated_at }) => Date.parse(updated_at ?? '') > day(10)],
      ['updated_at[before]=2020-01-11', ({ updated_at }) => Date.parse(updated_at ?? '') < day(11)],
      [
        'name=Odd&city=City%201&email=0@example.com',
        ({ name, email, address }) =>
          name === 'Odd' && address?.city === 'City 1' && email === '0@example.com',
      ],
      [
        'name=Odd&filters[junction]=or&filters[source_id][conditions][$is]=b&filters[address.city][conditions][$is]=City%203',
        ({ name, source_id, address }) => name === 'Odd' && (source_id === 'b' || address?.city === 'City 3'),
      ],
    ];
    for (const [query, holds] of cases) {
      const expected = sorted(all.filter(holds), '-created_at');
      const { body } = await customers.list(`limit=100&${query}`);
      expect({ query, ids: ids(body.customers), total: body.total }).toEqual({
        query,
        ids: expected,
        total: expected.length,
      });
      if (query !== 'email=0@EXAMPLE.com') expect(expected.length).toBeGreaterThan(0);
    }
  });

  it('counts customers that were removed and added since', async () => {
    const { body } = await customers.post({ source_id: uniqueId() });
    expect((await customers.list('')).body.total).toBe(all.length + 1);
    await customers.delete(body.id);
    expect((await customers.list('')).body.total).toBe(all.length);
  });

  it('refuses what is unknown, malformed or cannot be meant together, and names it', async () => {
    const cursor = all[0]?.id ?? '';
    const cases: [query: string, path: string][] = [
      ['segment=x', 'segment'],
      ['order=name', 'order'],
      ['email=', 'email'],
      ['created_at[since]=2020-01-01', 'created_at.since'],
      ['created_at[after]=yesterday', 'created_at.after'],
      ['q=abc&order=created_at', 'order'],
      ['q=abc&email=x', 'email'],
      ['q=abc&filters[name][conditions][$is]=x', 'filters'],
      ['q=%20', 'q'],
      ['filters[loyalty][conditions][$is]=x', 'filters.loyalty'],
      ['filters[address.line_1][conditions][$is]=x', 'filters.address.line_1'],
      ['filters[name][conditions][$after]=2020-01-01', 'filters.name.conditions.$after'],
      ['starting_after=2020-01-01&page=2', 'page'],
      [`starting_after=2020-01-01&starting_after_id=${cursor}`, 'starting_after_id'],
      ['starting_after=2020-01-01&order=source_id', 'starting_after'],
      ['starting_after=2020-01-01&order=-updated_at', 'starting_after'],
      ['starting_after=soon', 'starting_after'],
      ['page=101&limit=100', 'page'],
      [`page=2&starting_after_id=${cursor}`, 'page'],
      ['starting_after_id=cust_x', 'starting_after_id'],
      ['starting_after_id=b', 'starting_after_id'],
    ];
    for (const [query, where] of cases) {
      const reply = await customers.client.call<ErrorBody>('GET', `/v1/customers?${query}`);
      const paths = reply.body.errors?.map((error) => error.path);
      expect({ query, status: reply.status, key: reply.body.key, paths }).toEqual({
        query,
        status: 400,
        key: 'invalid_query_params',
        paths: [where],
      });
    }
  });

  it('answers an empty page after the last customer, whatever the sort', async () => {
    for (const order of orders) {
      const last = sorted(all, order).at(-1);
      const { body } = await customers.list(`order=${order}&starting_after_id=${last}`);
      expect(body).toMatchObject({ customers: [], has_more: false, total: all.length });
    }
    await customers.client.refused(404, 'not_found', 'GET', path('none'));
  });
});

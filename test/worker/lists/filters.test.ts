import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FieldType } from '../../../shared/filters.ts';
import { orderFilterFields } from '../../../shared/orders/list-orders-query.ts';
import { type Order, OrderList } from '../../../shared/orders/orders.ts';
import { Client } from '../client.ts';
import { flag, generateFilters, toQuery } from './generate-filters.ts';
import { matchesNaively, type RawFilters } from './naive-filters.ts';

const DAY = 86_400_000;
const dayAgo = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

let client: Client;
let orders: Order[];

const metadatas: Record<string, unknown>[] = [
  { tag: 'Red', size: 42, vip: true, note: 'a"b', nested: { deep: { x: 'Red' } } },
  { tag: ['red', 'Blue', 7], size: 4.5, vip: false, 'nested.deep': 'Red' },
  { tag: null, size: '42', when: dayAgo(3), nested: { deep: 'blue' } },
  { tag: [], size: -1, when: '2020-02-03', 'q"u\'o.te': 'Red' },
  { tag: { x: 'Red' }, size: [1, 42, null], when: dayAgo(-2), nested: 5 },
  { tag: 'Éclair', size: 1e21, when: 'soon', vip: 'true' },
  {},
];

beforeAll(async () => {
  client = await Client.create();
  const stored: string[] = [];
  for (const [index, metadata] of [...metadatas, ...metadatas].entries()) {
    const { body } = await client.post({
      ...(index % 3 > 0 && {
        source_id: ['Web-1', 'web-22', 'ÄB%_', 'x'.repeat(60)][index % 4] + String(index),
      }),
      status: ['CREATED', 'PAID', 'CANCELED', 'FULFILLED'][index % 4],
      created_at: [dayAgo(0), dayAgo(3), '2020-01-01T00:00:00.000Z', '2020-01-01T00:00:00.001Z'][index % 4],
      items: Array.from({ length: index % 3 }, () => ({ product_id: 'p', price: 100 * index })),
      discount_amount: index % 2 ? 50 : 0,
      metadata,
      ...(index % 2 && {
        customer: { source_id: `Ann-${index % 4}`, ...(index % 4 === 1 && { email: 'Ann@Example.com' }) },
      }),
      ...(index % 5 === 0 && { referrer: { source_id: 'bob' } }),
    });
    if (index % 3 === 1) await client.put(body.id, { initial_amount: 1 });
    stored.push(body.id);
  }
  orders = await Promise.all(stored.map(async (id) => (await client.get(id)).body));
});

async function list(query: string): Promise<OrderList> {
  const reply = await client.call('GET', `/v1/orders?limit=100&${query}`);
  expect({ status: reply.status, body: reply.status === 200 ? undefined : reply.body }).toEqual({
    status: 200,
    body: undefined,
  });
  return OrderList.parse(reply.body);
}

const number = fc.constantFrom('0', '50', '100', '42', '-1', '4.5', '1000');
const text = fc.constantFrom(
  'red',
  'Red',
  'e',
  'WEB',
  'web-22',
  'É',
  '42',
  '%',
  '_',
  'x'.repeat(60),
  '"',
  'true',
  'x',
);
const moment = fc.constantFrom(
  '2020-01-01',
  '2020-01-01T00:00:00Z',
  '2020-01-01T01:00:00.001+01:00',
  '2020-02-03',
);
const days = fc.constantFrom('0', '1', '2', '3', '4', '100000');

/** Ids of customers are compared with those that are there, and the types' own values with each other. */
function whole(field: string, type: FieldType | undefined): fc.Arbitrary<string> {
  if (typeof type === 'object') return fc.constantFrom(...type.oneOf);
  if (/_id$/.test(field))
    return fc.constantFrom(
      'Web-10',
      'web-221',
      'Ann-1',
      'none',
      ...orders.slice(0, 3).map(({ customer_id }) => customer_id ?? ''),
    );
  return fc.oneof(text, number, flag);
}

const { expression, samples } = generateFilters(
  orderFilterFields,
  [
    'tag',
    'size',
    'vip',
    'note',
    'when',
    'nested',
    'nested.deep',
    'nested.deep.x',
    'q"u\'o.te',
    'missing',
    'a.b.c',
    '__proto__',
    '$',
    '.',
  ],
  { text, number, moment, days, whole },
);

describe('filters', () => {
  it('mean what a naive evaluation of the rules says, in every sort', async () => {
    await fc.assert(
      fc.asyncProperty(
        expression,
        fc.constantFrom('created_at', '-created_at', 'updated_at', '-updated_at'),
        async (filters, order) => {
          const expected = orders.filter((candidate) => matchesNaively(candidate, filters, Date.now()));
          const reply = await list(`order=${order}&${toQuery(filters)}`);
          expect(reply.orders.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort());
          expect(reply.total).toBe(expected.length);
        },
      ),
      { numRuns: 800 },
    );
  });

  it('cover every operator of every field', async () => {
    for (const { field, operator, values } of samples()) {
      const filters: RawFilters = { junction: 'and', fields: { [field]: { [operator]: values } } };
      const expected = orders.filter((candidate) => matchesNaively(candidate, filters, Date.now()));
      expect({ field, operator, values, total: (await list(toQuery(filters))).total }).toEqual({
        field,
        operator,
        values,
        total: expected.length,
      });
    }
  });

  it('take a single value without a list, and shortcuts that hold whatever the junction says', async () => {
    const paid = orders.filter(({ status }) => status === 'PAID');
    expect((await list('filters[status][conditions][$is]=PAID')).total).toBe(paid.length);
    expect((await list('status=PAID')).total).toBe(paid.length);
    const ann = orders.filter(({ customer }) => customer?.source_id === 'Ann-1');
    expect((await list('customer=Ann-1')).total).toBe(ann.length);
    expect((await list(`customer=${ann[0]?.customer_id}`)).total).toBe(ann.length);
    expect((await list('customer=nobody')).total).toBe(0);
    const either =
      'filters[junction]=or&filters[status][conditions][$is]=PAID&filters[status][conditions][$in]=CREATED&filters[amount][conditions][$more_than]=0';
    const both = orders.filter(({ amount, customer }) => amount > 0 && customer?.source_id === 'Ann-1');
    expect((await list(`customer=Ann-1&${either}`)).total).toBe(both.length);
    const late = await list('created_at[after]=2020-01-01&created_at[before]=2020-01-02T00:00:00Z');
    expect(late.orders.every(({ created_at }) => created_at === '2020-01-01T00:00:00.001Z')).toBe(true);
    expect(late.total).toBe(
      orders.filter(({ created_at }) => created_at === '2020-01-01T00:00:00.001Z').length,
    );
  });

  it('keep the total exact by kept counts, also for statuses and people', async () => {
    const totals = await Promise.all(
      [
        'filters[status][conditions][$in][]=PAID&filters[status][conditions][$in][]=CREATED',
        'filters[status][conditions][$is_not]=PAID',
        'filters[junction]=or&filters[status][conditions][$contains]=ed',
        `filters[referrer_id][conditions][$is]=${orders[0]?.referrer_id}`,
        'filters[customer.source_id][conditions][$is]=Ann-3',
      ].map(async (query) => {
        const { total, orders: rows } = await list(query);
        return total === rows.length && total > 0;
      }),
    );
    expect(totals).toEqual([true, true, true, true, true]);
  });
});

import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Operator, operatorsOf } from '../../../shared/filters.ts';
import { type Order, OrderList, orderFilterFields } from '../../../shared/orders.ts';
import { Client } from '../client.ts';
import { matchesNaively, type Raw, type RawFilters } from './naive-filters.ts';

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

/** An expression as a query string in brackets. */
function toQuery({ junction, fields }: RawFilters): string {
  const parts = Object.entries(fields).flatMap(([field, conditions]) =>
    Object.entries(conditions).flatMap(([operator, values]) =>
      values.map((value, index) => [`filters[${field}][conditions][${operator}][${index}]`, value]),
    ),
  );
  return new URLSearchParams([['filters[junction]', junction], ...parts]).toString();
}

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
const flag = fc.constantFrom('true', 'false');

function rawValue(field: string, operator: Operator): fc.Arbitrary<Raw> {
  const type = orderFilterFields[field];
  if (operator === '$has_value' || operator === '$is_unknown') return flag;
  if (/^\$(contains|not_contain|starts_with|ends_with)$/.test(operator)) return text;
  if (/^\$(more|less)_than(_equal)?$/.test(operator)) return number;
  if (/^\$(after|before)$/.test(operator)) return moment;
  if (/days|ago|future|count/.test(operator)) return days;
  if (typeof type === 'object') return fc.constantFrom(...type.oneOf);
  if (type === 'number') return number;
  if (type === 'time') return moment;
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

const metadataKeys = [
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
];
const fields = [
  ...Object.keys(orderFilterFields).filter((name) => name !== 'metadata'),
  ...metadataKeys.map((key) => `metadata.${key}`),
];

const operatorsOfField = (field: string): readonly Operator[] => {
  const type = orderFilterFields[field] ?? 'metadata';
  return operatorsOf[typeof type === 'object' ? 'text' : type];
};

const condition = (field: string): fc.Arbitrary<[Operator, Raw[]]> =>
  fc
    .constantFrom(...operatorsOfField(field))
    .chain((operator) =>
      fc
        .array(rawValue(field, operator), { minLength: 1, maxLength: 3 })
        .map((values): [Operator, Raw[]] => [operator, values]),
    );

const fieldConditions = fc
  .constantFrom(...fields)
  .chain((field) =>
    fc
      .array(condition(field), { minLength: 1, maxLength: 2 })
      .map((list) => [field, Object.fromEntries(list)] as const),
  );

const expression: fc.Arbitrary<RawFilters> = fc.record({
  junction: fc.constantFrom('and', 'or'),
  fields: fc.array(fieldConditions, { minLength: 1, maxLength: 3 }).map((list) => Object.fromEntries(list)),
});

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
  }, 60_000);

  it('cover every operator of every field', async () => {
    for (const field of fields) {
      for (const operator of operatorsOfField(field)) {
        const [values] = fc.sample(fc.array(rawValue(field, operator), { minLength: 1, maxLength: 2 }), {
          numRuns: 1,
          seed: 1,
        });
        const filters: RawFilters = { junction: 'and', fields: { [field]: { [operator]: values ?? [] } } };
        const expected = orders.filter((candidate) => matchesNaively(candidate, filters, Date.now()));
        expect({ field, operator, values, total: (await list(toQuery(filters))).total }).toEqual({
          field,
          operator,
          values,
          total: expected.length,
        });
      }
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

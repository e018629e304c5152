import { beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../shared/customers/customers.ts';
import { makeVaried, naively } from '../customers/varied-customers.ts';
import type { RawFilters } from '../lists/naive-filters.ts';
import { SegmentCalls, toFilter } from './calls.ts';

let segments: SegmentCalls;
let all: Customer[];
let listed: string;
let filtered: string;

const paying: RawFilters = {
  junction: 'or',
  fields: {
    'summary.orders.total_amount': { $more_than: ['50'] },
    'metadata.tier': { $is: ['gold'] },
  },
};
/** Every third customer. */
let inList: Customer[];
let inFilter: Customer[];

beforeAll(async () => {
  segments = await SegmentCalls.create();
  all = await makeVaried(segments.customers);
  inList = all.filter((_, index) => index % 3 === 0);
  const ids = naively(all, paying);
  inFilter = all.filter(({ id }) => ids.includes(id));
  listed = (await segments.make(inList.map(({ id }) => id))).id;
  filtered = (await segments.make(toFilter(paying))).id;
});

const sorts = ['created_at', '-created_at', 'updated_at', '-updated_at', 'source_id', '-source_id'];
const idsOf = (customers: readonly Customer[]) => customers.map(({ id }) => id);

describe('GET /v1/customers?segment=', () => {
  it.each(sorts)('sorted by %s, pages by cursor and by number like any list', async (order) => {
    const sorted = idsOf(await segments.customers.walk(`limit=100&order=${order}`));
    for (const [segment, members] of [
      [listed, inList],
      [filtered, inFilter],
    ] as const) {
      const expected = sorted.filter((id) => idsOf(members).includes(id));
      expect(expected.length).toBeGreaterThan(5);
      for (const limit of [2, expected.length, 100]) {
        const query = `limit=${limit}&order=${order}&segment=${segment}`;
        expect(idsOf(await segments.customers.walk(query))).toEqual(expected);
      }
      const query = `limit=2&order=${order}&segment=${segment}`;
      const { body } = await segments.customers.list(`${query}&page=2`);
      expect(idsOf(body.customers)).toEqual(expected.slice(2, 4));
      expect(body.total).toBe(expected.length);
    }
  });

  it('scrolls by a moment, and loses none of one moment', async () => {
    for (const [segment, members] of [
      [listed, inList],
      [filtered, inFilter],
    ] as const) {
      const seen: string[] = [];
      let after = '1960-01-01T00:00:00.000Z';
      for (let hasMore = true; hasMore; ) {
        const query = `limit=1&order=created_at&starting_after=${after}&segment=${segment}`;
        const { body } = await segments.customers.list(query);
        seen.push(...idsOf(body.customers));
        after = body.customers.at(-1)?.created_at ?? '';
        hasMore = body.has_more;
      }
      expect(seen.toSorted()).toEqual(idsOf(members).sort());
    }
  });

  it('takes the name segment_id as well, beside other parameters and filters', async () => {
    const { body } = await segments.customers.list(`limit=100&segment_id=${listed}`);
    expect(idsOf(body.customers).sort()).toEqual(idsOf(inList).sort());
    for (const [segment, members] of [
      [listed, inList],
      [filtered, inFilter],
    ] as const) {
      for (const [query, holds] of [
        ['name=Ann', ({ name }: Customer) => name === 'Ann'],
        ['email=bob@Example.com', ({ email }: Customer) => email === 'bob@Example.com'],
        ['filters[source_id][conditions][$has_value]=false', (one: Customer) => one.source_id === undefined],
        [
          'filters[junction]=or&filters[source_id][conditions][$is]=Web-1&filters[name][conditions][$is]=Ann',
          ({ source_id, name }: Customer) => source_id === 'Web-1' || name === 'Ann',
        ],
      ] as const) {
        const reply = await segments.customers.list(`limit=100&segment=${segment}&${query}`);
        const expected = idsOf(members.filter(holds)).sort();
        expect(idsOf(reply.body.customers).sort()).toEqual(expected);
        expect(reply.body.total).toBe(expected.length);
      }
    }
  });

  it('goes on where the customer of the cursor has left the segment', async () => {
    const people = await Promise.all(
      [1, 2, 3].map(() => segments.customers.post({ metadata: { in: true } })),
    );
    const { id } = await segments.make({ 'metadata.in': { conditions: { $is: true } } });
    const query = `limit=1&order=created_at&segment=${id}`;
    const { body: first } = await segments.customers.list(query);
    await segments.customers.put(first.customers[0]?.id ?? '', { metadata: { in: false } });
    const rest = await segments.customers.walk(
      `${query.replace('limit=1', 'limit=2')}&starting_after_id=${first.more_starting_after}`,
    );
    expect(rest).toHaveLength(people.length - 1);
    await segments.delete(id);
  });

  it('refuses what it does not know or cannot combine, and names it', async () => {
    const filters = (count: number) =>
      Array.from({ length: count }, (_, index) => `filters[metadata.k${index}][conditions][$is]=1`).join('&');
    const cases: [query: string, path: string][] = [
      ['segment=seg_x', 'segment'],
      ['segment_id=seg_x', 'segment_id'],
      ['segment=', 'segment'],
      [`segment=${listed}&segment_id=${listed}`, 'segment_id'],
      [`segment=${listed}&q=abc`, 'segment'],
      [`segment_id=${listed}&q=abc`, 'segment_id'],
      [`segment=${filtered}&${filters(19)}`, 'filters'],
      [`segment=${listed}&starting_after_id=cust_x`, 'starting_after_id'],
    ];
    for (const [query, path] of cases) {
      const url = `/v1/customers?${query}`;
      const error = await segments.client.refused(400, 'invalid_query_params', 'GET', url);
      expect({ query, path: error.errors?.[0]?.path }).toEqual({ query, path });
    }
    expect((await segments.customers.list(`segment=${filtered}&${filters(18)}`)).body.total).toBe(0);
    expect((await segments.customers.list(`segment=${listed}&${filters(20)}`)).body.total).toBe(0);
  });
});

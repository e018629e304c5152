import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import apiDocs from '../../../docs/api.md?raw';
import type { Customer } from '../../../shared/customers/customers.ts';
import { naively } from '../customers/varied-customers.ts';
import { run } from '../database.ts';
import { uniqueId } from '../factories.ts';
import type { RawFilters } from '../lists/naive-filters.ts';
import { SegmentCalls, toFilter } from './calls.ts';

let segments: SegmentCalls;
beforeAll(async () => {
  segments = await SegmentCalls.create();
});

const summary = (name: string, conditions: RawFilters['fields'][string]): RawFilters => ({
  junction: 'and',
  fields: { [`summary.orders.${name}`]: conditions },
});

/** Thresholds that the orders below cross in both directions. */
const rules: RawFilters[] = [
  summary('total_amount', { $more_than: ['1000'] }),
  summary('total_amount', { $less_than_equal: ['1000'] }),
  summary('total_count', { $more_than_equal: ['2'] }),
  summary('total_count', { $is: ['0'] }),
  summary('average_amount', { $more_than: ['400'] }),
  summary('last_order_amount', { $less_than: ['300'] }),
  summary('last_order_date', { $after: ['2020-01-03'] }),
  summary('last_order_date', { $is_unknown: ['true'] }),
  summary('last_order_date', { $more_than_ago: ['30'] }),
  {
    junction: 'or',
    fields: {
      'summary.orders.total_amount': { $more_than: ['200'], $less_than: ['500'] },
      'summary.orders.total_count': { $more_than: ['3'] },
    },
  },
];

const step = fc.record(
  {
    order: fc.nat(4),
    customer: fc.constantFrom(0, 1, null),
    status: fc.constantFrom('CREATED', 'PAID', 'PAID', 'CANCELED', 'FULFILLED'),
    created_at: fc.integer({ min: 1, max: 6 }).map((day) => `2020-01-0${day}T00:00:00.000Z`),
    amount: fc.constantFrom(0, 199, 200, 201, 299, 300, 499, 500, 800, 1000),
  },
  { requiredKeys: ['order'] },
);

describe('segments by the summary of orders', () => {
  it('hold who a recomputation says, right after each order, both ways', async () => {
    const made = await Promise.all(rules.map((rule) => segments.make(toFilter(rule))));
    const expectExact = async (people: Customer[]) => {
      const found = made.map(() => [] as string[]);
      for (const { id } of people) {
        const { body, cost } = await segments.of(id);
        expect(cost.roundTrips).toBe(1);
        for (const one of body.data) found[made.findIndex(({ id: segment }) => segment === one.id)]?.push(id);
      }
      expect(found).toEqual(rules.map((rule) => naively(people, rule)));
    };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const people = [uniqueId('c'), uniqueId('c')];
        for (const source_id of people) await segments.customers.post({ source_id });
        const orders = Array.from({ length: 5 }, () => uniqueId('o'));
        const read = () => Promise.all(people.map((name) => segments.customers.get(name)));
        for (const { order, customer, ...fields } of steps) {
          await segments.client.post({
            source_id: orders[order],
            ...fields,
            ...(customer === null && { customer_id: null }),
            ...(typeof customer === 'number' && { customer: { source_id: people[customer] } }),
          });
          await expectExact(await read());
        }
        const ids = (await read()).map(({ id }) => id);
        for (const [index, rule] of rules.entries()) {
          const { body } = await segments.customers.list(`limit=100&segment=${made[index]?.id}`);
          const listed = body.customers.map(({ id }) => id).filter((id) => ids.includes(id));
          expect(listed.sort()).toEqual(naively(await read(), rule).sort());
        }
      }),
      { numRuns: 15 },
    );
    await Promise.all(made.map(({ id }) => segments.delete(id)));
  });

  it('stand below, at and above their threshold', async () => {
    const { body } = await segments.customers.post({});
    const { id } = await segments.make({
      'summary.orders.total_amount': { conditions: { $more_than: 1000 } },
    });
    const pay = async (amount: number) => {
      await segments.client.post({ customer_id: body.id, status: 'PAID', amount });
      return segments.idsOf(body.id);
    };
    expect(await pay(999)).toEqual([]);
    expect(await pay(1)).toEqual([]);
    expect(await pay(1)).toEqual([id]);
    await segments.delete(id);
  });
});

describe('the two segments of docs/api.md', () => {
  it('can be made as they stand there, and hold whom their names say', async () => {
    const examples = [...apiDocs.matchAll(/^curl \S+\/v1\/segments [^']*'[^']*' -d '([^']+)'$/gm)].map(
      ([, body]) => JSON.parse(body ?? ''),
    );
    expect(examples.map(({ name }) => name)).toEqual(['High-spenders', 'Loyal buyers']);
    const made = await Promise.all(examples.map(async (body) => (await segments.post(body)).body.id));
    const buyer = async (amounts: number[]) => {
      const { body } = await segments.customers.post({});
      for (const amount of amounts)
        await segments.client.post({ customer_id: body.id, status: 'PAID', amount });
      return (await segments.idsOf(body.id)).filter((id) => made.includes(id));
    };
    expect(await buyer([50_000])).toEqual([]);
    expect(await buyer([50_000, 1])).toEqual([made[0]]);
    expect(await buyer(Array.from({ length: 9 }, () => 1))).toEqual([]);
    expect(await buyer(Array.from({ length: 10 }, () => 1))).toEqual([made[1]]);
    for (const id of made) await segments.delete(id);
  });
});

describe('segments by profile and metadata', () => {
  it('are entered and left with each change of it', async () => {
    const { body } = await segments.customers.post({ name: 'Bob', metadata: { tier: 'gold' } });
    const gold = await segments.make({ 'metadata.tier': { conditions: { $is: 'gold' } } });
    const fromGraz = await segments.make({ 'address.city': { conditions: { $in: ['Graz'] } } }, 'passive');
    expect(await segments.idsOf(body.id)).toEqual([gold.id]);
    await segments.customers.put(body.id, { address: { city: 'Graz' } });
    expect(await segments.idsOf(body.id)).toEqual([gold.id, fromGraz.id]);
    await segments.customers.put(body.id, { metadata: { tier: 'silver' } });
    expect(await segments.idsOf(body.id)).toEqual([fromGraz.id]);
    for (const { id } of [gold, fromGraz]) await segments.delete(id);
  });

  it('by days ago change with the day, and no write', async () => {
    const { body } = await segments.customers.post({ source_id: uniqueId() });
    const { id } = await segments.make({ created_at: { conditions: { $more_than_ago: 1 } } });
    expect(await segments.idsOf(body.id)).toEqual([]);
    await run(`UPDATE customers SET created_at = created_at - 2 * 86400000 WHERE id = '${body.id}'`);
    expect(await segments.idsOf(body.id)).toEqual([id]);
    await segments.delete(id);
  });
});

describe('GET /v1/customers/{customerId}/segments', () => {
  it('takes an id or a source_id, and lists the oldest segment first', async () => {
    const { body } = await segments.customers.post({ source_id: uniqueId(), name: 'Two names' });
    const list = await segments.make([body.id]);
    const filter = await segments.make({ name: { conditions: { $is: 'Two names' } } });
    const expected = {
      object: 'list',
      data_ref: 'data',
      data: [list, filter].map(({ id, name }) => ({ id, name, object: 'segment' })),
      total: 2,
    };
    for (const name of [body.id, body.source_id ?? ''])
      expect((await segments.of(name)).body).toEqual(expected);
    for (const { id } of [list, filter]) await segments.delete(id);
    expect((await segments.of(body.id)).body).toMatchObject({ data: [], total: 0 });
  });
});

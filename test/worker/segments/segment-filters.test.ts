import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../shared/customers/customers.ts';
import { expression, makeVaried, naively, samples } from '../customers/varied-customers.ts';
import type { RawFilters } from '../lists/naive-filters.ts';
import { SegmentCalls, toFilter } from './calls.ts';

let segments: SegmentCalls;
let all: Customer[];
beforeAll(async () => {
  segments = await SegmentCalls.create();
  all = await makeVaried(segments.customers);
});

/** Makes a segment of each expression, and asks both ways who is in it. */
async function expectMembers(expressions: readonly RawFilters[]): Promise<void> {
  const made = await Promise.all(
    expressions.map(async (filters, index) => {
      const { id } = await segments.make(toFilter(filters), index % 2 ? 'passive' : 'auto-update');
      return { id, filters, expected: naively(all, filters).sort() };
    }),
  );
  const seen = new Map(made.map(({ id }) => [id, [] as string[]]));
  for (const customer of all) {
    for (const id of await segments.idsOf(customer.id)) seen.get(id)?.push(customer.id);
  }
  for (const { id, filters, expected } of made) {
    const { body } = await segments.customers.list(`limit=100&segment=${id}`);
    const listed = body.customers.map((customer) => customer.id).sort();
    expect({ filters, listed, total: body.total, asked: seen.get(id)?.sort() }).toEqual({
      filters,
      listed: expected,
      total: expected.length,
      asked: expected,
    });
    await segments.delete(id);
  }
}

describe('the filter of a segment', () => {
  it('means what a naive evaluation says, asked of a customer and in a list', async () => {
    await fc.assert(fc.asyncProperty(fc.array(expression, { minLength: 60, maxLength: 60 }), expectMembers), {
      numRuns: 8,
    });
  });

  it('knows every operator of every field', async () => {
    const expressions = samples().map(
      ({ field, operator, values }): RawFilters => ({
        junction: 'and',
        fields: { [field]: { [operator]: values } },
      }),
    );
    for (let from = 0; from < expressions.length; from += 100) {
      await expectMembers(expressions.slice(from, from + 100));
    }
  });

  it('takes values as JSON has them, and a single one without a list', async () => {
    const { body } = await segments.customers.post({
      name: 'Typed',
      metadata: { size: 42, vip: true, 'a.b': 'own', a: { b: 'nested' }, 'q"u\'o?1': 'odd', big: 1e21 },
    });
    const is = (field: string, value: unknown) => ({ [field]: { conditions: { $is: value } } });
    const yes = [
      is('metadata.size', 42),
      is('metadata.vip', true),
      is('metadata.a.b', 'own'),
      is('metadata.q"u\'o?1', 'odd'),
      is('metadata.big', 1e21),
      { name: { conditions: { $has_value: true } } },
      { junction: 'OR', ...is('name', 'Nobody'), ...is('metadata.size', '42') },
    ];
    const no = [
      is('metadata.size', 43),
      is('metadata.vip', false),
      is('metadata.a.b', 'nested'),
      { name: { conditions: { $has_value: false } } },
      { junction: 'AND', ...is('name', 'Nobody'), ...is('metadata.size', '42') },
    ];
    const made = await Promise.all([...yes, ...no].map((filter) => segments.make(filter)));
    const expected = made.slice(0, yes.length).map(({ id }) => id);
    expect((await segments.idsOf(body.id)).sort()).toEqual(expected.sort());
    await Promise.all(made.map(({ id }) => segments.delete(id)));
  });
});

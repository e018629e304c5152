import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Customer } from '../../../shared/customers/customers.ts';
import { toQuery } from '../lists/generate-filters.ts';
import type { RawFilters } from '../lists/naive-filters.ts';
import { CustomerCalls } from './calls.ts';
import { expression, makeVaried, naively as naivelyOf, samples } from './varied-customers.ts';

let customers: CustomerCalls;
let all: Customer[];
beforeAll(async () => {
  customers = await CustomerCalls.create();
  all = await makeVaried(customers);
});

const naively = (filters: RawFilters): string[] => naivelyOf(all, filters);

const order = fc.constantFrom(
  'created_at',
  '-created_at',
  'updated_at',
  '-updated_at',
  'source_id',
  '-source_id',
);

describe('filters of customers', () => {
  it('mean what a naive evaluation of the rules says, in every sort', async () => {
    await fc.assert(
      fc.asyncProperty(expression, order, async (filters, sort) => {
        const { body } = await customers.list(`limit=100&order=${sort}&${toQuery(filters)}`);
        expect(body.customers.map(({ id }) => id).sort()).toEqual(naively(filters).sort());
        expect(body.total).toBe(body.customers.length);
      }),
      { numRuns: 500 },
    );
  });

  it('cover every operator of every field', async () => {
    for (const { field, operator, values } of samples()) {
      const filters: RawFilters = { junction: 'and', fields: { [field]: { [operator]: values } } };
      const { body } = await customers.list(`limit=100&${toQuery(filters)}`);
      const found = body.customers.map(({ id }) => id).sort();
      expect({ field, operator, values, found }).toEqual({
        field,
        operator,
        values,
        found: naively(filters).sort(),
      });
    }
  });
});

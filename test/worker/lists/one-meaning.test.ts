import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { customerFilterFields } from '../../../shared/customers/customer-lists.ts';
import { filtersOf, type Operator, operatorsOf } from '../../../shared/filters.ts';
import { customerList } from '../../../worker/customers/list-store.ts';
import { Database } from '../../../worker/database.ts';
import { storeFilters } from '../../../worker/lists/stored-filters.ts';
import {
  metadataAt,
  metadataOperators,
} from '../../../worker/validation-rules/engine/conditions/metadata-operators.ts';
import { conditionsSchema, fitsAll } from '../../../worker/validation-rules/engine/conditions/operators.ts';
import { SegmentCalls } from '../segments/calls.ts';
import { holds, type Raw } from './naive-filters.ts';

const moments = [
  ...['2026-01-31', '2026-02-30', '2026-13-01', '2026-1-31', '2026-01-31T', '2026-01-31 10:00'],
  ...['2026-01-31T10:00:30.1239Z', '2026-01-31T24:00Z', '2026-01-31T25:00Z', '2026-01-31t10:00Z'],
  ...['2026-01-31T10:00:00+02:00', '2026-01-31T10:00:00+0200', '2026-01-31T10:00:00 +02:00'],
  ...['2026-01-31T10:00:00.000', '2026-01-31T10:00:60Z', '2026-01-31, later', '0000-01-01', '31.01.2026'],
  ...['2026-01-31T10:00:00-14:00', '2026-01-31T10:00:00-15:00', '2026-01-31T10', '12026-01-31'],
];

/** What metadata may hold under the key `held`; the first lacks it. */
const stored: unknown[] = [
  ...[undefined, null, '', ' ', 'Red', 'red', 'blue-red', 'É', 'é', 'ß', '王伟', 'a"b', 'a\\b', '%'],
  ...['5', '5.0', '5.50', '05', ' 5', '+5', '1e3', '1E3', '1000', '-0', '0', 'true', 'TRUE', 'null'],
  ...[5, 5.5, 1000, 0, -1, 1e21, 0.1, 9_007_199_254_740_991, true, false],
  ...[[], ['Red', 5, null], [true, '5.50'], [['Red']], [{ held: 'Red' }], [null], { held: 'Red' }, {}],
  ...moments,
  moments,
];

const texts = ['Red', 'RED', 'e', 'É', 'ß', '伟', '"', '\\', '%', '5', '5.50', '1e3', 'true', ' ', '2026'];
const numbers = [5, 5.5, 1000, 0, -1, 1e21, 0.1, 9_007_199_254_740_991];
const times = ['2026-01-31', '2026-01-31T08:00:00Z', '2026-01-31T10:00:30.124Z', '2026-03-02', '0000-01-01'];

/** The values that an operator is tried with; one of several alternatives, too. */
function valuesOf(operator: Operator): Raw[] {
  if (/^\$(has_value|is_unknown)$/.test(operator)) return [true, false];
  if (/contain|with$/.test(operator)) return texts;
  if (/_than(_equal)?$/.test(operator)) return numbers;
  if (/^\$(after|before)$/.test(operator)) return times;
  if (/days|ago|future|count/.test(operator)) return [0, 1, 2, 3, moments.length];
  return [...texts, ...numbers, ...times, '', '5.0', '1000', true, false, 'TRUE', 'null', '-0'];
}

interface Case {
  operator: Operator;
  values: Raw[];
}

/** Every operator with every value alone, and with all of them as alternatives. */
const cases: Case[] = operatorsOf.metadata.flatMap((operator) => {
  const values = valuesOf(operator);
  return [...values.map((one) => [one]), values].map((some) => ({ operator, values: some }));
});

const metadataOf = (value: unknown) => (value === undefined ? {} : { held: value });
const now = Date.parse('2026-02-01T12:00:00Z');
const meant = ({ operator, values }: Case): number[] =>
  stored.flatMap((value, index) =>
    holds(value ?? undefined, 'metadata.held', operator, values, now) ? index : [],
  );

const read = filtersOf(customerFilterFields);
const filtersFor = ({ operator, values }: Case, field = 'metadata.held') => ({
  [field]: { conditions: { [operator]: values } },
});

/** Where two readings of the cases differ. */
function differences(actual: readonly (readonly number[])[], tried: readonly Case[] = cases) {
  return tried.flatMap((one, at) => {
    const wanted = meant(one);
    const found = actual[at] ?? [];
    const wrong = [...wanted.filter((i) => !found.includes(i)), ...found.filter((i) => !wanted.includes(i))];
    return wrong.map((index) => ({ ...one, stored: stored[index], meant: wanted.includes(index) }));
  });
}

let segments: SegmentCalls;

/** A customer for every stored value, whose name is its place. */
beforeAll(async () => {
  segments = await SegmentCalls.create();
  for (const [index, value] of stored.entries())
    await segments.customers.post({ source_id: `c${index}`, name: `${index}`, metadata: metadataOf(value) });
});

describe('a condition on metadata means the same', () => {
  it('in a list', async () => {
    const statements = cases.map((one) =>
      customerList.page(
        { order: 'created_at', filters: [read.parse(filtersFor(one))], now },
        { limit: 1000, offset: 0, after: null },
      ),
    );
    const rows = await new Database(env.DB, null).batch(statements);
    expect(differences(rows.map((some) => some.map(({ name }) => Number(name))))).toEqual([]);
  });

  it('in a segment, for customers one by one', async () => {
    const relative = /days|ago|future/;
    const kept = cases.filter(({ operator }) => !relative.test(operator));
    await env.DB.batch(
      kept.map((one, index) =>
        env.DB.prepare(
          "INSERT INTO segments (id, name, type, created_at, conditions) VALUES (?, ?, 'passive', 0, ?)",
        ).bind(`seg_${index}`, `${index}`, storeFilters(read.parse(filtersFor(one)))),
      ),
    );
    const members: number[][] = kept.map(() => []);
    for (const index of stored.keys()) {
      const { body } = await segments.of(`c${index}`);
      for (const { name } of body.data) members[Number(name)]?.push(index);
    }
    expect(differences(members, kept)).toEqual([]);
  });

  it('in a validation rule', () => {
    const names: Partial<Record<Operator, string>> = {
      $more_than_equal: '$more_than_or_equal',
      $less_than_equal: '$less_than_or_equal',
    };
    const schema = conditionsSchema('metadata', metadataOperators as never, false);
    const tried = cases.flatMap((one) => {
      const name = names[one.operator] ?? one.operator;
      const result = schema.safeParse({ [name]: one.values });
      return Object.hasOwn(metadataOperators, name) && result.success
        ? [{ one, conditions: result.data }]
        : [];
    });
    expect(new Set(tried.map(({ one }) => one.operator)).size).toBe(Object.keys(metadataOperators).length);
    const fitting = tried.map(({ conditions }) =>
      stored.flatMap((value, index) =>
        fitsAll(metadataOperators, conditions, metadataAt(metadataOf(value), 'held')) ? index : [],
      ),
    );
    expect(
      differences(
        fitting,
        tried.map(({ one }) => one),
      ),
    ).toEqual([]);
  });

  it('in an export, which takes numbers as JSON has them', async () => {
    const tried: Case[] = [
      { operator: '$is', values: [5] },
      { operator: '$in', values: [5.5, '1e3'] },
      { operator: '$is_not', values: [1000, true] },
    ];
    const found: number[][] = [];
    for (const one of tried) {
      const parameters = { fields: ['name'], filters: filtersFor(one), order: 'created_at' };
      const body = { exported_object: 'customer', parameters };
      const made = await segments.client.call<{ id: string }>('POST', '/v1/exports', { body });
      const file = await segments.client.call<string>('GET', `/v1/exports/${made.body.id}/download`);
      found.push([...file.body.matchAll(/^"(\d+)"/gm)].map(([, name]) => Number(name)));
    }
    expect(differences(found, tried)).toEqual([]);
  });
});

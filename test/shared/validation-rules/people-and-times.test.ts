import { describe, expect, it } from 'vitest';
import type { RuleFacts } from '../../../worker/validation-rules/engine/conditions/facts.ts';
import { factsOf, holds, line } from './facts.ts';

const metadataRules: Record<string, (metadata: Record<string, unknown>) => RuleFacts> = {
  'order.metadata': (metadata) => factsOf({ order: { metadata } }),
  'customer.metadata': (metadata) => factsOf({ customer: { metadata } }),
  'redemption.metadata': (metadata) => factsOf({ metadata }),
  'order.items.metadata': (metadata) => factsOf({ order: { lines: [line('mug', 1, 1, { metadata })] } }),
};

/** Operator, its values, and values of metadata that fit and that do not. */
const cases: [string, unknown[], fits: unknown[], doesNot: unknown[]][] = [
  [
    '$is',
    ['express'],
    ['express', ['post', 'express']],
    ['Express', 'post', undefined, null, { a: 'express' }],
  ],
  ['$is', [4203], [4203, '4203'], [4204, '04203']],
  ['$is', [true], [true, 'true'], [false, 1]],
  ['$is_not', ['express'], ['post', undefined, null, {}], ['express', ['post', 'express']]],
  ['$in', ['a', 'b'], ['a', 'b', ['c', 'b']], ['c', '', undefined]],
  ['$not_in', ['a', 'b'], ['c', undefined, []], ['a', 'b', ['c', 'b']]],
  ['$contains', ['PRE'], ['express', 'PREss'], ['post', 9, undefined]],
  ['$starts_with', ['ex'], ['express', 'EX'], ['next', undefined]],
  ['$ends_with', ['ss'], ['express'], ['ssx', undefined]],
  ['$less_than', [10], [9, 9.9, -1], [10, 11, '9', undefined]],
  ['$less_than_or_equal', [10], [9, 10], [10.1, 11, undefined]],
  ['$more_than', [10], [10.1, 11], [9, 10, undefined]],
  ['$more_than_or_equal', [10], [10, 11], [9.9, 9, undefined]],
  [
    '$after',
    ['2026-01-31'],
    ['2026-01-31T00:00:00.001Z', '2026-02-01'],
    ['2026-01-31', '2026-01-30', 'soon', undefined],
  ],
  ['$before', ['2026-01-31T02:00:00+02:00'], ['2026-01-30'], ['2026-01-31', '2026-02-01', undefined]],
  ['$count', [2], [[1, 2]], [[1], [1, 2, 3], 'ab', undefined]],
  ['$count_more', [2], [[1, 2, 3]], [[1, 2], [1], undefined]],
  ['$count_less', [2], [[1], []], [[1, 2], [1, 2, 3], undefined]],
];

describe.each(Object.entries(metadataRules))('%s', (name, factsWith) => {
  it.each(cases)('%s %j', (operator, values, fits, doesNot) => {
    const setting = { name, property: 'key', conditions: { [operator]: values } };
    for (const key of fits) expect([key, holds(setting, factsWith({ key }))]).toEqual([key, true]);
    for (const key of doesNot) expect([key, holds(setting, factsWith({ key }))]).toEqual([key, false]);
  });

  it('finds nested keys by dots, and prefers a key that has dots itself', () => {
    const setting = { name, property: 'shipping.method', conditions: { $is: ['express'] } };
    expect(holds(setting, factsWith({ shipping: { method: 'express' } }))).toBe(true);
    expect(holds(setting, factsWith({ 'shipping.method': 'post', shipping: { method: 'express' } }))).toBe(
      false,
    );
    expect(holds({ ...setting, property: 'constructor' }, factsWith({}))).toBe(false);
  });
});

describe('customer.segment', () => {
  const inside = factsOf({ customer: { segments: new Set(['seg_1', 'seg_2']) } });
  const fits = (conditions: Record<string, unknown[]>, facts = inside) =>
    holds({ name: 'customer.segment', conditions }, facts);

  it('is one of the customer, or is not', () => {
    expect([fits({ $is: ['seg_1'] }), fits({ $is: ['seg_3'] })]).toEqual([true, false]);
    expect([fits({ $in: ['seg_3', 'seg_2'] }), fits({ $in: ['seg_3'] })]).toEqual([true, false]);
    expect([fits({ $is_not: ['seg_3'] }), fits({ $is_not: ['seg_1'] })]).toEqual([true, false]);
    expect([fits({ $not_in: ['seg_3'] }), fits({ $not_in: ['seg_3', 'seg_1'] })]).toEqual([true, false]);
    expect([fits({ $is: ['seg_1'] }, factsOf()), fits({ $is_not: ['seg_1'] }, factsOf())]).toEqual([
      false,
      true,
    ]);
  });
});

const at = (time: string) => factsOf({ now: Date.parse(time) });

describe('redemption.date', () => {
  const fits = (conditions: Record<string, unknown[]>, time: string) =>
    holds({ name: 'redemption.date', conditions }, at(time));

  it('is after or before a moment, to the millisecond, not at it', () => {
    const times = ['2026-06-01T11:59:59.999Z', '2026-06-01T12:00:00Z', '2026-06-01T12:00:00.001Z'];
    expect(times.map((time) => fits({ $after: ['2026-06-01T12:00:00Z'] }, time))).toEqual([
      false,
      false,
      true,
    ]);
    expect(times.map((time) => fits({ $before: ['2026-06-01T14:00:00+02:00'] }, time))).toEqual([
      true,
      false,
      false,
    ]);
    expect(fits({ $after: ['2026-06-01'] }, '2026-06-01T00:00:00.001Z')).toBe(true);
  });

  it('is within one of some intervals, both ends included', () => {
    const $timeframe_absolute = ['2026-06-01T00:00:00Z/2026-06-02T00:00:00Z', '2026-07-01/2026-07-02'];
    const times: [string, boolean][] = [
      ['2026-05-31T23:59:59.999Z', false],
      ['2026-06-01T00:00:00Z', true],
      ['2026-06-02T00:00:00Z', true],
      ['2026-06-02T00:00:00.001Z', false],
      ['2026-07-01T12:00:00Z', true],
    ];
    for (const [time, expected] of times)
      expect([time, fits({ $timeframe_absolute }, time)]).toEqual([time, expected]);
  });
});

describe('redemption.day_of_week', () => {
  it('is that of UTC, Sunday being 0', () => {
    const fits = (days: number[], time: string) =>
      holds({ name: 'redemption.day_of_week', conditions: { $dow: days } }, at(time));
    expect(fits([0], '2026-11-21T23:59:59.999Z')).toBe(false);
    expect(fits([0], '2026-11-22T00:00:00Z')).toBe(true);
    expect(fits([0], '2026-11-22T23:59:59.999Z')).toBe(true);
    expect(fits([0], '2026-11-23T00:00:00Z')).toBe(false);
    expect(fits([6, 1], '2026-11-23T00:00:00Z')).toBe(true);
  });
});

describe('redemption.hours', () => {
  it('begin at the first time and end before the second, which may be on the day after', () => {
    const fits = (hours: string[], time: string) =>
      holds(
        { name: 'redemption.hours', conditions: { $timeframe_daily_hours: hours } },
        at(`2026-11-24T${time}Z`),
      );
    const [day, night] = [['09:00/17:30'], ['22:00/06:00']];
    expect(['08:59:59.999', '09:00:00', '17:29:59.999', '17:30:00'].map((time) => fits(day, time))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(['21:59:59.999', '22:00:00', '05:59:59.999', '06:00:00'].map((time) => fits(night, time))).toEqual(
      [false, true, true, false],
    );
    expect(fits(['20:00/24:00'], '23:59:59.999')).toBe(true);
    expect(fits(['01:00/02:00', '12:00/13:00'], '12:30:00')).toBe(true);
    expect(fits(['10:00/10:00'], '03:00:00')).toBe(true);
  });
});

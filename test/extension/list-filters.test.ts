import process from 'node:process';
import fc from 'fast-check';
import * as qs from 'qs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  attributeOperators,
  beginFilters,
  countFilters,
  filters,
  noFilters,
  type OrderFilters,
  setFilters,
  toExpression,
  toParameters,
} from '../../extension/panel/orders/list-filters.ts';
import { filtersOf } from '../../shared/filters.ts';
import { SortOrder } from '../../shared/lists.ts';
import { ListOrdersQuery, orderFilterFields } from '../../shared/orders/list-orders-query.ts';
import { OrderStatus } from '../../shared/orders/orders.ts';

const { TZ } = process.env;
afterEach(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

const inZone = (zone: string) => {
  process.env.TZ = zone;
};
const expression = (change: Partial<OrderFilters>) => toExpression({ ...noFilters, ...change }, 'USD');

describe('days', () => {
  const range = (from: string, to: string) => {
    const { $after = '', $before = '' } = expression({ from, to }).created_at?.conditions ?? {};
    return [Date.parse(String($after)), Date.parse(String($before))] as const;
  };

  it.each([
    ['UTC', '2026-01-31', '2026-01-31T00:00:00.000Z', '2026-02-01T00:00:00.000Z'],
    ['Europe/Warsaw', '2026-01-31', '2026-01-30T23:00:00.000Z', '2026-01-31T23:00:00.000Z'],
    ['Asia/Kathmandu', '2026-01-31', '2026-01-30T18:15:00.000Z', '2026-01-31T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2026-12-31', '2026-12-30T10:00:00.000Z', '2026-12-31T10:00:00.000Z'],
    // 23 and 25 hours.
    ['Europe/Warsaw', '2026-03-29', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
    ['Europe/Warsaw', '2026-10-25', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
    ['America/New_York', '2026-11-01', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
    // A day that begins at one o'clock.
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z', '2018-11-05T02:00:00.000Z'],
    ['Africa/Cairo', '2026-04-24', '2026-04-23T22:00:00.000Z', '2026-04-24T21:00:00.000Z'],
  ])('in %s, %s is from %s until before %s', (zone, day, first, after) => {
    inZone(zone);
    const [exclusive, end] = range(day, day);
    expect(new Date(exclusive + 1).toISOString()).toBe(first);
    expect(new Date(end).toISOString()).toBe(after);
  });

  it('follow each other without a gap or an overlap, in any zone and year', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Warsaw',
      'America/New_York',
      'Australia/Lord_Howe',
      'Africa/Cairo',
    );
    const day = fc.date({ min: new Date('1990-01-01'), max: new Date('2035-12-30'), noInvalidDate: true });
    fc.assert(
      fc.property(zone, day, (where, date) => {
        inZone(where);
        const name = (days: number) =>
          new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + days))
            .toISOString()
            .slice(0, 10);
        const [, end] = range(name(0), name(0));
        const [exclusive] = range(name(1), name(1));
        expect(exclusive + 1).toBe(end);
      }),
    );
  });

  it.each(['', '0002-01-31', '0202-01-31', '12026-01-31', '2026-01'])('%j filters nothing', (day) => {
    expect(expression({ from: day, to: day })).toEqual({});
  });
});

describe('the filters of the list', () => {
  it('mean to the server what they say, in a query and in the body of an export', () => {
    const text = fc.constantFrom('', '7', '12.50', '1,234', 'x', ' 8 ');
    const day = fc.constantFrom('', '2026-01-31', '2026-03-29');
    const chosen: fc.Arbitrary<OrderFilters> = fc.record({
      q: fc.constant(''),
      status: fc.option(fc.constantFrom(...OrderStatus.options)),
      from: day,
      to: day,
      customer: fc.option(
        fc.record({ id: fc.constantFrom('cust_1', 'a&b=c', 'ż [1]'), label: fc.constant('Ada') }),
      ),
      least: text,
      most: text,
      attribute: fc.record({
        key: fc.constantFrom('', 'color', ' gift note ', 'ża&b=1'),
        operator: fc.constantFrom(...attributeOperators),
        value: fc.oneof(text, fc.constantFrom('-5', 'red & blue', '1.5')),
      }),
      order: fc.constantFrom(...SortOrder.options),
    });
    fc.assert(
      fc.property(chosen, (each) => {
        const sent = toExpression(each, 'USD');
        const url = new URL('https://api.example/v1/orders');
        for (const [name, value] of toParameters(sent)) url.searchParams.append(name, value);
        const query = ListOrdersQuery.parse(qs.parse(url.search.slice(1), { depth: 5 }));
        const body = filtersOf(orderFilterFields).parse(sent);
        expect(query.filters?.conditions ?? []).toEqual(body.conditions);
        expect(body.conditions.map(({ field }) => field).sort()).toEqual(
          Object.entries(sent)
            .flatMap(([field, { conditions }]) => Object.keys(conditions).map(() => field))
            .sort(),
        );
      }),
    );
  });

  it('take amounts as they are typed, in the currency of the store', () => {
    expect(expression({ least: '12.5', most: '1,000' }).total_amount).toEqual({
      conditions: { $more_than_equal: 1250, $less_than_equal: 100_000 },
    });
    expect(toExpression({ ...noFilters, least: '12' }, 'JPY').total_amount).toEqual({
      conditions: { $more_than_equal: 12 },
    });
    expect(expression({ least: 'a lot' })).toEqual({});
  });

  it('filter nothing as long as an attribute has no key or no value that fits', () => {
    const attribute = (operator: (typeof attributeOperators)[number], key: string, value: string) =>
      expression({ attribute: { key, operator, value } });
    expect(attribute('$is', '', 'red')).toEqual({});
    expect(attribute('$is', 'color', ' ')).toEqual({});
    expect(attribute('$more_than', 'weight', 'heavy')).toEqual({});
    expect(attribute('$more_than', 'weight', '1.5')).toEqual({
      'metadata.weight': { conditions: { $more_than: '1.5' } },
    });
    expect(attribute('$has_value', ' color ', '')).toEqual({
      'metadata.color': { conditions: { $has_value: true } },
    });
  });

  it('are counted without the status, which has its own place', () => {
    const chosen: OrderFilters = { ...noFilters, status: 'PAID', least: '5', most: '9', from: '2026-01-31' };
    expect(countFilters(chosen, 'USD')).toBe(2);
    expect(countFilters(noFilters, 'USD')).toBe(0);
  });

  it('are there again when the panel is opened again, and not if another version stored them', async () => {
    const { browser } = await import('./set-up/browser.ts');
    await beginFilters();
    setFilters({ q: 'ada', status: 'PAID' });
    setFilters({ q: 'adam' });
    filters.value = noFilters;
    await browser.storage.session.set({ 'order-filters': { ...noFilters, q: 'adam', status: 'PAID' } });
    await beginFilters();
    expect(filters.value).toMatchObject({ q: 'adam', status: 'PAID' });
    await browser.storage.session.set({ 'order-filters': { q: 5 } });
    await beginFilters();
    expect(filters.value).toEqual(noFilters);
  });
});

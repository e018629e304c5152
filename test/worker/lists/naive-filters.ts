import type { Operator } from '../../../shared/filters.ts';
import type { Order } from '../../../shared/orders/orders.ts';

/*
 * The rules of filters once more, as docs/api.md states them, over orders as the API answers them. Nothing here is
 * shared with what is tested.
 */

export type Raw = string;
export interface RawFilters {
  junction: 'and' | 'or';
  fields: Record<string, Partial<Record<Operator, Raw[]>>>;
}

const DAY = 86_400_000;
const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What a field holds: undefined where it is null or missing. */
function read(order: Order, field: string): unknown {
  if (!field.startsWith('metadata.')) {
    const values: Record<string, unknown> = {
      ...order,
      'customer.source_id': order.customer?.source_id,
      'customer.email': order.customer?.email,
      items_count: order.items.length,
    };
    return values[field] ?? undefined;
  }
  const key = field.slice('metadata.'.length);
  if (Object.hasOwn(order.metadata, key)) return order.metadata[key] ?? undefined;
  const nested = key
    .split('.')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, part)
          ? (value as Record<string, unknown>)[part]
          : undefined,
      order.metadata,
    );
  return nested ?? undefined;
}

const asMoment = (value: unknown): number =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? Date.parse(value) : Number.NaN;

const daysAgo = (value: unknown, now: number): number =>
  Math.floor(now / DAY) - Math.floor(asMoment(value) / DAY);

const texts: Partial<Record<Operator, (value: string, wanted: string) => boolean>> = {
  $contains: (value, wanted) => value.includes(wanted),
  $starts_with: (value, wanted) => value.startsWith(wanted),
  $ends_with: (value, wanted) => value.endsWith(wanted),
};

const numbers: Partial<Record<Operator, (value: number, wanted: number) => boolean>> = {
  $more_than: (value, wanted) => value > wanted,
  $less_than: (value, wanted) => value < wanted,
  $more_than_equal: (value, wanted) => value >= wanted,
  $less_than_equal: (value, wanted) => value <= wanted,
};

const agos: Partial<Record<Operator, (ago: number, wanted: number) => boolean>> = {
  $is_days_ago: (ago, wanted) => ago === wanted,
  $more_than_ago: (ago, wanted) => ago > wanted,
  $less_than_ago: (ago, wanted) => ago >= 0 && ago < wanted,
  $is_days_in_future: (ago, wanted) => -ago === wanted,
  $more_than_future: (ago, wanted) => -ago > wanted,
  $less_than_future: (ago, wanted) => ago <= 0 && -ago < wanted,
};

/** Whether one scalar satisfies an operator with one of its alternatives. */
function scalarMatches(
  value: unknown,
  operator: Operator,
  wanted: Raw,
  isTime: boolean,
  now: number,
): boolean {
  const compareText = texts[operator];
  if (compareText) return typeof value === 'string' && compareText(lower(value), lower(wanted));
  const compareNumber = numbers[operator];
  if (compareNumber) return typeof value === 'number' && compareNumber(value, Number(wanted));
  if (operator === '$after') return asMoment(value) > Date.parse(wanted);
  if (operator === '$before') return asMoment(value) < Date.parse(wanted);
  const compareDays = agos[operator];
  if (compareDays) return !Number.isNaN(asMoment(value)) && compareDays(daysAgo(value, now), Number(wanted));
  if (operator !== '$is' && operator !== '$in') throw new Error(`${operator} is not said here in plain code`);
  if (isTime) return asMoment(value) === Date.parse(wanted);
  if (typeof value === 'number') return wanted !== '' && value === Number(wanted);
  return String(value) === wanted && typeof value !== 'object';
}

const counts: Partial<Record<Operator, (length: number, wanted: number) => boolean>> = {
  $count: (length, wanted) => length === wanted,
  $count_less: (length, wanted) => length < wanted,
  $count_more: (length, wanted) => length > wanted,
};

const positives: Partial<Record<Operator, Operator>> = {
  $is_not: '$is',
  $not_in: '$in',
  $not_contain: '$contains',
};

function holds(value: unknown, field: string, operator: Operator, wanted: Raw[], now: number): boolean {
  if (operator === '$has_value') return wanted.some((flag) => (flag === 'true') === (value !== undefined));
  if (operator === '$is_unknown') return wanted.some((flag) => (flag === 'true') === (value === undefined));
  const positive = positives[operator];
  if (positive) return !holds(value, field, positive, wanted, now);
  if (value === undefined) return false;
  const compareCount = counts[operator];
  if (compareCount)
    return Array.isArray(value) && wanted.some((count) => compareCount(value.length, Number(count)));
  const scalars = (Array.isArray(value) ? value : [value]).filter((one) => one !== null);
  const isTime = field === 'created_at' || field === 'updated_at';
  return scalars.some((one) =>
    wanted.some((alternative) => scalarMatches(one, operator, alternative, isTime, now)),
  );
}

/** Whether an order satisfies an expression. */
export function matchesNaively(order: Order, { junction, fields }: RawFilters, now: number): boolean {
  const results = Object.entries(fields).map(([field, conditions]) =>
    Object.entries(conditions).every(([operator, wanted]) =>
      holds(read(order, field), field, operator as Operator, wanted, now),
    ),
  );
  return junction === 'or' ? results.some(Boolean) : results.every(Boolean);
}

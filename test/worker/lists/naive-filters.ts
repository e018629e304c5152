import type { Operator } from '../../../shared/filters.ts';
import type { Order } from '../../../shared/orders/orders.ts';

/*
 * The rules of filters once more, as docs/api.md states them, over orders as the API answers them. Nothing here is
 * shared with what is tested.
 */

/** A value as it is given: a query has only text. */
export type Raw = string | number | boolean;
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

/** A date, or a date and a time with a T or spaces between them, in UTC where it says no offset; else NaN. */
function asMoment(value: unknown): number {
  const [, day, time = '', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)[T\s]*(?:(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*([Zz]|[+-](?:0\d|1[0-4]):\d\d)?)?$/.exec(
      String(value),
    ) ?? [];
  if (typeof value !== 'string' || day === undefined) return Number.NaN;
  const fraction = Number(/\.\d+/.exec(time)?.[0] ?? 0);
  const whole = Date.parse(`${day}T${time.replace(/\..*/, '') || '00:00'}${zone.toUpperCase()}`);
  return whole + Math.round(fraction * 1000);
}

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
  if (compareText) return typeof value === 'string' && compareText(lower(value), lower(String(wanted)));
  const compareNumber = numbers[operator];
  if (compareNumber) return typeof value === 'number' && compareNumber(value, Number(wanted));
  if (operator === '$after') return asMoment(value) > Date.parse(String(wanted));
  if (operator === '$before') return asMoment(value) < Date.parse(String(wanted));
  const compareDays = agos[operator];
  if (compareDays) return !Number.isNaN(asMoment(value)) && compareDays(daysAgo(value, now), Number(wanted));
  if (operator !== '$is' && operator !== '$in') throw new Error(`${operator} is not said here in plain code`);
  if (isTime) return asMoment(value) === Date.parse(String(wanted));
  // What is stored says as what the value is read.
  if (typeof value === 'number') return isNumeral(String(wanted)) && value === Number(wanted);
  return String(value) === String(wanted) && typeof value !== 'object';
}

/** Whether a text is a number of JSON. */
function isNumeral(text: string): boolean {
  try {
    return text === text.trim() && typeof JSON.parse(text) === 'number';
  } catch {
    return false;
  }
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

/** Whether what a field holds, undefined where that is null or missing, satisfies an operator. */
export function holds(
  value: unknown,
  field: string,
  operator: Operator,
  wanted: Raw[],
  now: number,
): boolean {
  const flags = wanted.map((flag) => String(flag) === 'true');
  if (operator === '$has_value') return flags.includes(value !== undefined);
  if (operator === '$is_unknown') return flags.includes(value === undefined);
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

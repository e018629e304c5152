import * as z from 'zod';
import { MAX_TEXT_LENGTH } from '../../../../shared/limits.ts';
import type { Metadata } from '../../../../shared/metadata/metadata.ts';
import { MomentText } from './moments.ts';
import { membership, type Operators, withAny, withOne } from './operators.ts';

/*
 * Conditions over a value of metadata, as filters of lists have them: a list matches where one of its elements does, an object
 * never, and what is missing or null matches only the negative operators. Numbers and booleans equal their text.
 */

const text = z.string().max(MAX_TEXT_LENGTH);
const scalar = z.union([text, z.number(), z.boolean()], 'expected a text, a number, or true or false');
const count = z.int().min(0);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a key, with dots for what is nested; a key that has dots itself is preferred. Undefined where there is none. */
export function metadataAt(metadata: Metadata, key: string): unknown {
  const own = (value: unknown, part: string) =>
    isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return Object.hasOwn(metadata, key) ? metadata[key] : key.split('.').reduce<unknown>(own, metadata);
}

const candidates = (value: unknown): unknown[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one) => one !== undefined && one !== null && typeof one !== 'object',
  );

const lower = (value: string): string => value.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const someText = (holds: (value: string, wanted: string) => boolean) =>
  withAny<unknown, string>(text, (value, wanted) =>
    candidates(value).some((one) => typeof one === 'string' && holds(lower(one), lower(wanted))),
  );

const someNumber = (holds: (value: number, wanted: number) => boolean) =>
  withOne<unknown, number>(z.number(), (value, wanted) =>
    candidates(value).some((one) => typeof one === 'number' && holds(one, wanted)),
  );

const someMoment = (holds: (value: number, wanted: number) => boolean) =>
  withOne<unknown, string>(MomentText, (value, wanted) =>
    candidates(value).some(
      (one) =>
        typeof one === 'string' && /^\d{4}-\d\d-\d\d/.test(one) && holds(Date.parse(one), Date.parse(wanted)),
    ),
  );

const length = (holds: (value: number, wanted: number) => boolean) =>
  withOne<unknown, number>(count, (value, wanted) => Array.isArray(value) && holds(value.length, wanted));

/** The operators of metadata. */
export const metadataOperators: Operators<unknown> = {
  ...membership<unknown, string | number | boolean>(scalar, (value, wanted) =>
    candidates(value).some((one) => String(one) === String(wanted)),
  ),
  $contains: someText((value, wanted) => value.includes(wanted)),
  $starts_with: someText((value, wanted) => value.startsWith(wanted)),
  $ends_with: someText((value, wanted) => value.endsWith(wanted)),
  $less_than: someNumber((value, wanted) => value < wanted),
  $less_than_or_equal: someNumber((value, wanted) => value <= wanted),
  $more_than: someNumber((value, wanted) => value > wanted),
  $more_than_or_equal: someNumber((value, wanted) => value >= wanted),
  $after: someMoment((value, wanted) => value > wanted),
  $before: someMoment((value, wanted) => value < wanted),
  $count: length((value, wanted) => value === wanted),
  $count_more: length((value, wanted) => value > wanted),
  $count_less: length((value, wanted) => value < wanted),
};

import * as z from 'zod';
import { MAX_TEXT_LENGTH } from '../../../../shared/limits.ts';
import { isObject, type Metadata } from '../../../../shared/metadata/metadata.ts';
import { MomentText, momentOf } from '../../../../shared/times.ts';
import {
  isSame,
  type Scalar,
  scalarsOf,
  storedMomentOf,
  withoutCase,
} from '../../../lists/engine/metadata-values.ts';
import { membership, type Operators, withAny, withOne } from './operators.ts';

/*
 * Conditions over a value of metadata, as filters of lists have them: a list matches where one of its elements does, an object
 * never, and what is missing or null matches only the negative operators. A value is read as the type that is stored.
 */

const text = z.string().min(1, 'expected text of at least one character').max(MAX_TEXT_LENGTH);
const scalar = z.union(
  [z.string().max(MAX_TEXT_LENGTH), z.number(), z.boolean()],
  'expected a text, a number, or true or false',
);
const count = z.int().min(0);

/** The value of a key, with dots for what is nested; a key that has dots itself is preferred. Undefined where there is none. */
export function metadataAt(metadata: Metadata, key: string): unknown {
  const own = (value: unknown, part: string) =>
    isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return Object.hasOwn(metadata, key) ? metadata[key] : key.split('.').reduce<unknown>(own, metadata);
}

const someText = (holds: (value: string, wanted: string) => boolean) =>
  withAny<unknown, string>(text, (value, wanted) =>
    scalarsOf(value).some((one) => typeof one === 'string' && holds(withoutCase(one), withoutCase(wanted))),
  );

const someNumber = (holds: (value: number, wanted: number) => boolean) =>
  withOne<unknown, number>(z.number(), (value, wanted) =>
    scalarsOf(value).some((one) => typeof one === 'number' && holds(one, wanted)),
  );

const someMoment = (holds: (value: number, wanted: number) => boolean) =>
  withOne<unknown, string>(MomentText, (value, wanted) =>
    scalarsOf(value).some((one) => {
      const moment = storedMomentOf(one);
      return moment !== undefined && holds(moment, momentOf(wanted));
    }),
  );

const length = (holds: (value: number, wanted: number) => boolean) =>
  withOne<unknown, number>(count, (value, wanted) => Array.isArray(value) && holds(value.length, wanted));

/** The operators of metadata. */
export const metadataOperators: Operators<unknown> = {
  ...membership<unknown, Scalar>(scalar, (value, wanted) =>
    scalarsOf(value).some((one) => isSame(one, wanted)),
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

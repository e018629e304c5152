import * as z from 'zod';
import { MAX_METADATA_DEPTH, MAX_METADATA_KEYS, MAX_TEXT_LENGTH } from '../limits.ts';

/** Whether a JSON value is nested at most `left` levels deep. */
export const isWithinDepth = (value: unknown, left: number): boolean =>
  typeof value !== 'object' || value === null
    ? true
    : left > 0 && Object.values(value).every((inner) => isWithinDepth(inner, left - 1));

/** JSON has no other numbers; a parser makes Infinity of 1e400, which would come back as null. */
export const hasFiniteNumbers = (value: unknown): boolean =>
  typeof value === 'object' && value !== null
    ? Object.values(value).every(hasFiniteNumbers)
    : typeof value !== 'number' || Number.isFinite(value);

const hasUsableKeys = (value: object): boolean =>
  Object.keys(value).every((key) => key.length <= MAX_TEXT_LENGTH && !key.includes('\u0000'));

/** Whether a JSON value is an object. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Any JSON object, its keys untouched: z.record leaves out a key named __proto__. */
export const JsonObject = z
  .custom<Record<string, unknown>>(isObject, 'expected an object')
  .meta({ override: { type: 'object', additionalProperties: true } });

/**
 * Custom attributes of a resource: any JSON object of up to 500 keys, at most 32 levels deep. On update it is merged by
 * top-level key; a value of null is kept as null.
 */
export const Metadata = JsonObject.refine(
  (value) => isWithinDepth(value, MAX_METADATA_DEPTH),
  `must be nested at most ${MAX_METADATA_DEPTH} levels deep`,
)
  .refine(hasFiniteNumbers, 'must have no number beyond the range of a double')
  .refine(
    (value) => Object.keys(value).length <= MAX_METADATA_KEYS,
    `must have at most ${MAX_METADATA_KEYS} keys`,
  )
  .refine(hasUsableKeys, `keys must have at most ${MAX_TEXT_LENGTH} characters, and no U+0000`)
  .meta({ override: { type: 'object', additionalProperties: true } });
export type Metadata = z.infer<typeof Metadata>;

import * as z from 'zod';

/** SQLite parses JSON to a depth of 1,000; far below that nobody can read it any more. */
const MAX_DEPTH = 32;

const isWithinDepth = (value: unknown, left: number): boolean =>
  typeof value !== 'object' || value === null
    ? true
    : left > 0 && Object.values(value).every((inner) => isWithinDepth(inner, left - 1));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Any JSON object, its keys untouched: z.record leaves out a key named __proto__. */
export const JsonObject = z
  .custom<Record<string, unknown>>(isObject, 'expected an object')
  .meta({ override: { type: 'object', additionalProperties: true } });

/**
 * Custom attributes of a resource: any JSON object, at most 32 levels deep. On update it is merged by
 * top-level key; a value of null is kept as null.
 */
export const Metadata = JsonObject.refine(
  (value) => isWithinDepth(value, MAX_DEPTH),
  `must be nested at most ${MAX_DEPTH} levels deep`,
).meta({ override: { type: 'object', additionalProperties: true } });
export type Metadata = z.infer<typeof Metadata>;

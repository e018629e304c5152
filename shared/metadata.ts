import * as z from 'zod';

/** SQLite parses JSON to a depth of 1,000; far below that nobody can read it any more. */
const MAX_DEPTH = 32;

const isWithinDepth = (value: unknown, left: number): boolean =>
  typeof value !== 'object' || value === null
    ? true
    : left > 0 && Object.values(value).every((inner) => isWithinDepth(inner, left - 1));

/**
 * Custom attributes of a resource: any JSON object, at most 32 levels deep. On update it is merged by
 * top-level key; a value of null is kept as null.
 */
export const Metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => isWithinDepth(value, MAX_DEPTH), `must be nested at most ${MAX_DEPTH} levels deep`);
export type Metadata = z.infer<typeof Metadata>;

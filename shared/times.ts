import * as z from 'zod';

/** A moment in ISO 8601 with an offset (`Z` or `+02:00`), kept to the millisecond, answered in UTC. */
export const Timestamp = z.iso.datetime({ offset: true });

/** How far ahead of the server's clock a given `created_at` may lie: one day, in milliseconds. */
const MAX_CLOCK_LEAD = 24 * 60 * 60 * 1000;

/** A moment that has been, allowing for a clock that is wrong by less than a day. */
export const PastTimestamp = Timestamp.refine(
  (value) => Date.parse(value) <= Date.now() + MAX_CLOCK_LEAD,
  'must not be more than a day in the future',
);

/** Milliseconds since the epoch as the API writes them: ISO 8601, UTC, milliseconds. */
export const formatTimestamp = (milliseconds: number): string => new Date(milliseconds).toISOString();

import * as z from 'zod';
import { DAY } from './durations.ts';
import { MAX_CLOCK_LEAD } from './limits.ts';

/** Before it, ISO 8601 takes a sign and two more digits. */
const YEAR_0 = Date.parse('0000-01-01T00:00:00Z');

/**
 * What to say of a text that should be a time. In a URL a `+` means a space, and a client that does not know loses its
 * offset there.
 */
export const expectedTime =
  (expected: string) =>
  ({ input }: { input?: unknown }): string =>
    typeof input === 'string' && /\d \d\d:?\d\d$/.test(input)
      ? `${expected}; a + in a URL is read as a space, write it as %2B`
      : expected;

/** A moment in ISO 8601 with an offset (`Z` or `+02:00`), kept to the millisecond, answered in UTC. */
export const Timestamp = z.iso
  .datetime({
    offset: true,
    error: expectedTime('expected an ISO 8601 time with an offset, as in 2026-01-31T12:00:00Z'),
    // What is no time is not too early as well.
    abort: true,
  })
  .refine((value) => Date.parse(value) >= YEAR_0, { error: 'must not be before the year 0', abort: true })
  .meta({ override: { type: 'string', format: 'date-time' }, example: '2026-01-31T12:00:00.000Z' });

/** A moment that has been, allowing for a clock that is wrong by less than a day. */
export const PastTimestamp = Timestamp.refine(
  (value) => Date.parse(value) <= Date.now() + MAX_CLOCK_LEAD,
  'must not be more than a day in the future',
);

/** A day as ISO 8601 has it. */
export const CalendarDate = z.iso.date({ error: 'expected a date, as in 2026-01-31', abort: true });

/** The beginning of a moment's day, UTC; both in milliseconds since the epoch. */
export const startOfDay = (moment: number): number => Math.floor(moment / DAY) * DAY;

/** Milliseconds since the epoch as the API writes them: ISO 8601, UTC, milliseconds. */
export const formatTimestamp = (milliseconds: number): string => new Date(milliseconds).toISOString();

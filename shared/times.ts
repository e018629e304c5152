import * as z from 'zod';
import { DAY } from './durations.ts';
import { MAX_CLOCK_LEAD } from './limits.ts';

/** Before it, ISO 8601 takes a sign and two more digits. */
const YEAR_0 = Date.parse('0000-01-01T00:00:00Z');

/** A moment in ISO 8601 with an offset (`Z` or `+02:00`), kept to the millisecond, answered in UTC. */
export const Timestamp = z.iso
  .datetime({ offset: true })
  .refine((value) => Date.parse(value) >= YEAR_0, 'must not be before the year 0')
  .meta({ override: { type: 'string', format: 'date-time' }, example: '2026-01-31T12:00:00.000Z' });

/** A moment that has been, allowing for a clock that is wrong by less than a day. */
export const PastTimestamp = Timestamp.refine(
  (value) => Date.parse(value) <= Date.now() + MAX_CLOCK_LEAD,
  'must not be more than a day in the future',
);

/** The beginning of a moment's day, UTC; both in milliseconds since the epoch. */
export const startOfDay = (moment: number): number => Math.floor(moment / DAY) * DAY;

/** Milliseconds since the epoch as the API writes them: ISO 8601, UTC, milliseconds. */
export const formatTimestamp = (milliseconds: number): string => new Date(milliseconds).toISOString();

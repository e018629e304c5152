import * as z from 'zod';
import { DAY, HOUR, MINUTE } from './durations.ts';
import { MAX_CLOCK_LEAD } from './limits.ts';

/** The ends of the years that ISO 8601 writes in four digits. */
const YEAR_0 = Date.parse('0000-01-01T00:00:00Z');
const YEAR_10000 = Date.parse('+010000-01-01T00:00:00Z');

/**
 * A date, then a time of day where it is a moment, then an offset. `UTC` and the space for a T are how Ruby writes its
 * times, an offset without a colon how PHP and Ruby do.
 */
const MOMENT =
  /^(\d{4}-\d\d-\d\d)(?:[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:[.,](\d+))?)? ?(?:[Zz]|UTC|([+-])([01]\d|2[0-3])(?::?([0-5]\d))?)?)?$/;

/** An offset that has lost its sign: in a URL a `+` means a space. */
const LOST_PLUS = /\d {1,2}\d\d(:?\d\d)?$/;

const EXPECTED = 'expected an ISO 8601 time or date, as in 2026-01-31T12:00:00Z or 2026-01-31';

const EXPECTED_DATE = 'expected a date, as in 2026-01-31';
const DATE_LENGTH = '2026-01-31'.length;

const isDay = (date: string): boolean => {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
};

/** A moment as it was read, in milliseconds since the epoch, or why there is none. */
type ReadMoment = { moment: number } | { reason: string };

/**
 * Reads a moment as ISO 8601 writes it, and as the official clients do: with any offset, with or without seconds, a space
 * for the T. Without an offset it is in UTC, and a date is its midnight. What is finer than a millisecond is left out.
 */
export function readMoment(text: string): ReadMoment {
  const parts = MOMENT.exec(text);
  if (!parts) {
    const plus = LOST_PLUS.test(text) ? '; a + in a URL is read as a space, write it as %2B' : '';
    return { reason: EXPECTED + plus };
  }
  const [, date = '', hour = '00', minute = '00', second = '00', fraction = '', sign, hours, minutes] = parts;
  if (!isDay(date)) return { reason: `${date} is not a day of the calendar` };
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const local = Date.parse(`${date}T${hour}:${minute}:${second}.${milliseconds}Z`);
  const offset = Number(hours ?? 0) * HOUR + Number(minutes ?? 0) * MINUTE;
  const moment = sign === '-' ? local + offset : local - offset;
  if (moment < YEAR_0 || moment >= YEAR_10000) return { reason: 'must be in the years 0 to 9999' };
  return { moment };
}

/**
 * The moment that a text says, which was checked when it was stored.
 * @throws Error where it says none
 */
export function momentOf(text: string): number {
  const read = readMoment(text);
  if ('reason' in read) throw new Error(`not a time: ${text}`);
  return read.moment;
}

/** A schema of texts that say a moment, and of what `to` makes of that. */
const momentAs = <Value>(to: (moment: number, text: string) => Value) =>
  z
    .string(EXPECTED)
    .transform((text, context): Value => {
      const read = readMoment(text);
      if ('moment' in read) return to(read.moment, text);
      context.issues.push({ code: 'custom', message: read.reason, input: text });
      return z.NEVER;
    })
    .meta({ override: { type: 'string', format: 'date-time' }, example: '2026-01-31T12:00:00.000Z' });

/** A moment in milliseconds since the epoch, as filters and queries give it. */
export const Moment = momentAs((moment) => moment);

/** A moment, kept to the millisecond and answered in UTC. */
export const Timestamp = momentAs(formatTimestamp);

/** A moment that stays as it was written, where what is stored is answered; `momentOf` reads it. */
export const MomentText = momentAs((_, text) => text);

/** A moment that has been, allowing for a clock that is wrong by less than a day. */
export const PastTimestamp = Timestamp.refine(
  (value) => Date.parse(value) <= Date.now() + MAX_CLOCK_LEAD,
  'must not be more than a day in the future',
);

/** A day as ISO 8601 has it; of a moment its date as it was written, since the JavaScript client sends one. */
export const CalendarDate = z
  .string(EXPECTED_DATE)
  .transform((text, context): string => {
    const read = readMoment(text);
    if ('moment' in read) return text.slice(0, DATE_LENGTH);
    const message = MOMENT.test(text) ? read.reason : EXPECTED_DATE;
    context.issues.push({ code: 'custom', message, input: text });
    return z.NEVER;
  })
  .meta({ override: { type: 'string', format: 'date' }, example: '2026-01-31' });

/** The beginning of a moment's day, UTC; both in milliseconds since the epoch. */
export const startOfDay = (moment: number): number => Math.floor(moment / DAY) * DAY;

/** Milliseconds since the epoch as the API writes them: ISO 8601, UTC, milliseconds. */
export function formatTimestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

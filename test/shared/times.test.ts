import { describe, expect, it } from 'vitest';
import { CalendarDate, Moment, readMoment, Timestamp } from '../../shared/times.ts';

/** What is taken for a moment, and which one it is, in UTC. */
const read: readonly [text: string, moment: string][] = [
  ['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
  ['2026-01-31t12:00:00z', '2026-01-31T12:00:00.000Z'],
  // Offsets, from the hour alone to the minute, on both sides of UTC and over the end of a year.
  ['2026-01-31T12:00:00+01:00', '2026-01-31T11:00:00.000Z'],
  ['2026-01-31T12:00:00+0100', '2026-01-31T11:00:00.000Z'],
  ['2026-01-31T12:00:00+01', '2026-01-31T11:00:00.000Z'],
  ['2026-01-31T12:00:00-03:30', '2026-01-31T15:30:00.000Z'],
  ['2026-01-31T12:00:00-0330', '2026-01-31T15:30:00.000Z'],
  ['2026-01-31T12:00:00-00:00', '2026-01-31T12:00:00.000Z'],
  ['2026-01-01T01:00:00+14:00', '2025-12-31T11:00:00.000Z'],
  ['2025-12-31T23:00:00-02', '2026-01-01T01:00:00.000Z'],
  // Without an offset it is UTC, and a date is its midnight.
  ['2026-01-31T12:00:00', '2026-01-31T12:00:00.000Z'],
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2024-02-29', '2024-02-29T00:00:00.000Z'],
  // Without seconds, and with parts of them: what is finer than a millisecond is left out.
  ['2026-01-01T00:00Z', '2026-01-01T00:00:00.000Z'],
  ['2026-01-01T09:30', '2026-01-01T09:30:00.000Z'],
  ['2026-01-01T09:30+0200', '2026-01-01T07:30:00.000Z'],
  ['2026-01-01T00:00:00.5Z', '2026-01-01T00:00:00.500Z'],
  ['2026-01-01T00:00:00.123456Z', '2026-01-01T00:00:00.123Z'],
  ['2026-01-01T23:59:59.9999Z', '2026-01-01T23:59:59.999Z'],
  ['2026-01-01T00:00:00,25Z', '2026-01-01T00:00:00.250Z'],
  // A space for the T, and before the offset: databases, Ruby.
  ['2026-01-15 09:00:30', '2026-01-15T09:00:30.000Z'],
  ['2026-01-15 09:00:30+00', '2026-01-15T09:00:30.000Z'],
  ['2026-01-15 09:00:30+00:00', '2026-01-15T09:00:30.000Z'],
  ['2025-10-07 09:50:26 +0200', '2025-10-07T07:50:26.000Z'],
  ['2026-11-28 12:01:44 +0000', '2026-11-28T12:01:44.000Z'],
  ['2026-11-28 12:01:44 UTC', '2026-11-28T12:01:44.000Z'],
  // The years that four digits write.
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
  ['0099-03-01T00:00:00Z', '0099-03-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
];

const expected = 'expected an ISO 8601 time or date, as in 2026-01-31T12:00:00Z or 2026-01-31';
const plus = `${expected}; a + in a URL is read as a space, write it as %2B`;
const years = 'must be in the years 0 to 9999';

/** What is refused, and the one reason. */
const refused: readonly [text: string, reason: string][] = [
  ['', expected],
  ['yesterday', expected],
  ['31.1.2026', expected],
  ['2026-1-31', expected],
  ['2026-01', expected],
  ['20260131T120000Z', expected],
  ['1769860800', expected],
  ['2026-01-31T', expected],
  ['2026-01-31T12Z', expected],
  ['2026-01-31Z', expected],
  ['2026-01-31T24:00:00Z', expected],
  ['2026-01-31T12:60:00Z', expected],
  ['2026-01-31T12:00:60Z', expected],
  ['2026-01-31T12:00:00+24:00', expected],
  ['2026-01-31T12:00:00+01:60', expected],
  ['2026-01-31T12:00:00+1', expected],
  ['2026-01-31T12:00:00 CET', expected],
  [' 2026-01-31', expected],
  ['2026-01-31\n', expected],
  ['+002026-01-31T12:00:00Z', expected],
  ['2026-02-29', '2026-02-29 is not a day of the calendar'],
  ['2026-04-31T12:00:00Z', '2026-04-31 is not a day of the calendar'],
  ['2026-13-01', '2026-13-01 is not a day of the calendar'],
  ['2026-00-10', '2026-00-10 is not a day of the calendar'],
  ['2026-01-00', '2026-01-00 is not a day of the calendar'],
  ['0000-01-01T00:30:00+01:00', years],
  ['9999-12-31T23:30:00-01:00', years],
  ['2026-01-31T12:00:00 02:00', plus],
  ['2026-01-31 12:00:00  0200', plus],
  ['2026-01-31 12:00:00 02', plus],
];

const reasonsOf = (schema: typeof Moment | typeof Timestamp | typeof CalendarDate, value: unknown) =>
  schema.safeParse(value).error?.issues.map(({ message }) => message);

describe('a moment', () => {
  it.each(read)('is read from %s', (text, moment) => {
    expect(readMoment(text)).toEqual({ moment: Date.parse(moment) });
    expect(Moment.parse(text)).toBe(Date.parse(moment));
    expect(Timestamp.parse(text)).toBe(moment);
  });

  it.each(refused)('is not read from "%s"', (text, reason) => {
    expect(readMoment(text)).toEqual({ reason });
    expect(reasonsOf(Timestamp, text)).toEqual([reason]);
  });

  it('is a text', () => {
    for (const value of [null, 1769860800000, ['2026-01-31'], {}]) {
      expect(reasonsOf(Timestamp, value)).toEqual([expected]);
      expect(reasonsOf(Moment, value)).toEqual([expected]);
    }
  });
});

describe('a date', () => {
  it('is taken, and of a moment the one that it is written with', () => {
    expect(CalendarDate.parse('1990-01-02')).toBe('1990-01-02');
    expect(CalendarDate.parse('1990-01-02T00:00:00.000Z')).toBe('1990-01-02');
    expect(CalendarDate.parse('1990-01-02 00:00:00 +0200')).toBe('1990-01-02');
  });

  it('is refused for one reason', () => {
    expect(reasonsOf(CalendarDate, '2.1.1990')).toEqual(['expected a date, as in 2026-01-31']);
    expect(reasonsOf(CalendarDate, 19900102)).toEqual(['expected a date, as in 2026-01-31']);
    expect(reasonsOf(CalendarDate, '1990-02-30')).toEqual(['1990-02-30 is not a day of the calendar']);
  });
});

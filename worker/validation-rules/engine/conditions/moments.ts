import * as z from 'zod';
import { DAY, MINUTE } from '../../../../shared/durations.ts';
import { momentOf, readMoment } from '../../../../shared/times.ts';

/*
 * Times of rules. All of them are decided in UTC: days begin at its midnight, and hours are its own. Where a moment is a date,
 * it means that midnight.
 */

/** Two moments with a slash between them, both included to the millisecond: `2026-01-01T00:00:00Z/2026-02-01T00:00:00Z`. */
export const Interval = z.string().refine((text) => {
  const [start = '', end = '', ...more] = text.split('/');
  if (more.length > 0 || ![start, end].every((one) => 'moment' in readMoment(one))) return false;
  return momentOf(start) <= momentOf(end);
}, 'expected two moments with a slash between them, as in 2026-01-01T00:00:00Z/2026-02-01T00:00:00Z');

export function isWithin(interval: string, now: number): boolean {
  const [start = '', end = ''] = interval.split('/');
  return momentOf(start) <= now && now <= momentOf(end);
}

/** Two times of day with a slash between them, the second not included; it may be on the day after: `22:00/06:00`. */
export const DailyHours = z
  .string()
  .regex(
    /^([01]\d|2[0-3]):[0-5]\d\/(([01]\d|2[0-3]):[0-5]\d|24:00)$/,
    'expected two times of day with a slash between them, as in 09:00/17:30',
  );

const timeOf = (text: string): number => (Number(text.slice(0, 2)) * 60 + Number(text.slice(3))) * MINUTE;

export function isDuring(hours: string, now: number): boolean {
  const [start = 0, end = 0] = hours.split('/').map(timeOf);
  const time = ((now % DAY) + DAY) % DAY;
  return start < end ? start <= time && time < end : start <= time || time < end;
}

import { DAY, MINUTE } from '../../shared/durations.ts';
import type { CellFormat } from '../sql/csv.ts';

type Offsets = CellFormat['offsets'];

/** Before this moment a zone's first known offset is written: local mean times had odd seconds, which ISO 8601 has no room for. */
const FIRST = Date.UTC(1900, 0, 1);

/** The year 0 begins here: of its first day no local time is written, which could be of the year before. */
const FIRST_LOCAL = Date.parse('0000-01-02T00:00:00Z');

/** How far ahead of the clock a stored time may lie. */
const LEAD = 2 * DAY;

function offsetReader(zone: string): (moment: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  return (moment) => {
    const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(format.format(moment)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  };
}

/** The first minute of the new offset, between two moments of which the later has it. */
function changeBetween(before: number, after: number, offsetAt: (moment: number) => number): number {
  let [low, high] = [before / MINUTE, after / MINUTE];
  const offset = offsetAt(after);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle * MINUTE) === offset) high = middle;
    else low = middle;
  }
  return high * MINUTE;
}

const known = new Map<string, { until: number; offsets: Offsets }>();

/** The offsets of an IANA zone from 1900 until a little after now, the latest first; read once a day and isolate. */
export function zoneOffsets(zone: string, now: number): Offsets {
  if (zone === 'UTC') return [{ since: FIRST, minutes: 0 }];
  const until = Math.ceil((now + LEAD) / DAY) * DAY;
  const before = known.get(zone);
  if (before?.until === until) return before.offsets;
  const offsetAt = offsetReader(zone);
  const offsets = [{ since: FIRST, minutes: offsetAt(FIRST) }];
  // Day by day: there have been summer times of twelve days.
  for (let moment = FIRST; moment < until; moment += DAY) {
    const next = moment + DAY;
    const minutes = offsetAt(next);
    if (minutes !== offsets[0]?.minutes) {
      offsets.unshift({ since: changeBetween(moment, next, offsetAt), minutes });
    }
  }
  const before1900 = offsets.at(-1)?.minutes ?? 0;
  offsets.splice(
    -1,
    1,
    { since: FIRST_LOCAL, minutes: before1900 },
    { since: Number.NEGATIVE_INFINITY, minutes: 0 },
  );
  known.set(zone, { until, offsets });
  return offsets;
}

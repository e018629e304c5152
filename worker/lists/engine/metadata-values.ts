/*
 * How values of metadata are read where they are compared in JavaScript: what metadata-operators.ts says in SQL.
 * test/worker/lists/one-meaning.test.ts compares the two.
 */

/** What may stand in a condition on metadata. */
export type Scalar = string | number | boolean;

/** A number as JSON writes it. */
const NUMERIC = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The number that a value of a condition means beside a stored number, if any: a query has only text. */
export function numberOf(value: Scalar): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMERIC.test(value) ? Number(value) : undefined;
}

/** Whether a stored scalar is what a condition gives: its value is read as the type that is stored. */
export const isSame = (stored: unknown, given: Scalar): boolean =>
  typeof stored === 'number' ? stored === numberOf(given) : String(stored) === String(given);

/** The scalars that a condition looks at: those of a list, else the value itself. An object, and null, have none. */
export const scalarsOf = (value: unknown): unknown[] =>
  (Array.isArray(value) ? value : [value]).filter(
    (one) => one !== undefined && one !== null && typeof one !== 'object',
  );

/** Text without the case of A-Z. */
export const withoutCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** A date, and perhaps a time and an offset, as SQLite reads them. */
const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)[ \t\n\v\f\rT]*(?:(\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?[ \t\n\v\f\r]*(?:[Zz]|([+-])(\d\d):(\d\d))?[ \t\n\v\f\r]*)?$/;

/** Whether a number is from 0 to `most`. */
const isUpTo = (most: number, value: number): boolean => value >= 0 && value <= most;

/**
 * A stored text of ISO 8601 as milliseconds; undefined of anything else. Without an offset it is in UTC, and a day or an hour
 * too many, as in 31 April or 24:00, is the next one.
 */
export function storedMomentOf(stored: unknown): number | undefined {
  const parts = typeof stored === 'string' ? MOMENT.exec(stored) : null;
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map((part) => Number(part ?? 0));
  const offset = [Number(parts[8] ?? 0), Number(parts[9] ?? 0)] as const;
  const [y = 0, m = 0, d = 0, h = 0, min = 0, s = 0] = [year, month, day, hour, minute, second];
  const isDay = isUpTo(11, m - 1) && isUpTo(30, d - 1);
  const isTime = isUpTo(24, h) && isUpTo(59, min) && s < 60;
  if (!isDay || !isTime || !isUpTo(14, offset[0]) || !isUpTo(59, offset[1])) return undefined;
  const minutes = (parts[7] === '-' ? 1 : -1) * (offset[0] * 60 + offset[1]);
  return (
    new Date(0).setUTCFullYear(y, m - 1, d) + (h * 60 + min + minutes) * 60_000 + Math.floor(s * 1000 + 0.5)
  );
}

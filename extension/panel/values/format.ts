import { digitsOf } from '../../../shared/money.ts';
import { userLocale } from '../../browser.ts';
import { toDecimal } from '../../money-text.ts';

/** Making one of Intl's formats costs a thousand times using it. */
function remember<Format>(make: (key: string) => Format): (key: string) => Format {
  const made = new Map<string, Format>();
  return (key) => {
    const format = made.get(key) ?? make(key);
    made.set(key, format);
    return format;
  };
}

const moneyFormat = remember((currency) => {
  const digits = digitsOf(currency);
  return new Intl.NumberFormat(userLocale(), {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
});

/** Minor units in the user's way of writing the currency. Exact to the last digit, which a number divided would not be. */
export const formatMoney = (minor: number, currency: string): string =>
  moneyFormat(currency).format(toDecimal(minor, currency) as `${number}`);

const numbers = remember(() => new Intl.NumberFormat(userLocale()));
export const formatNumber = (value: number): string => numbers('').format(value);

const exact = remember(
  () => new Intl.DateTimeFormat(userLocale(), { dateStyle: 'medium', timeStyle: 'medium' }),
);

/** A time to the second, in the user's zone. */
export const formatExactTime = (iso: string): string => exact('').format(new Date(iso));

const days = remember(() => new Intl.DateTimeFormat(userLocale(), { dateStyle: 'medium' }));

/** A day such as 2026-01-31 in the user's way of writing it. */
export const formatDay = (day: string): string => days('').format(new Date(`${day}T12:00:00`));

const relative = remember(
  () => new Intl.RelativeTimeFormat(userLocale(), { numeric: 'auto', style: 'short' }),
);

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const units: [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
];

/** "5 min. ago"; after a week the day itself says more. */
export function formatRelativeTime(iso: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  if (Math.abs(seconds) >= 7 * DAY) return days('').format(new Date(iso));
  const [size, unit] = units.find(([least]) => Math.abs(seconds) >= least) ?? [1, 'second'];
  return relative('').format(size === 1 ? 0 : Math.trunc(seconds / size), unit);
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const sizeFormat = remember(
  (unit) => new Intl.NumberFormat(userLocale(), { style: 'unit', unit, maximumFractionDigits: 1 }),
);

/** A number of bytes in the largest unit of which there is one. */
export function formatSize(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), sizes.length - 1);
  return sizeFormat(sizes[step] ?? 'byte').format(bytes / 1000 ** step);
}

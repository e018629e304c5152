import { digitsOf, MAX_AMOUNT } from '../shared/money.ts';
import { userLocale } from './browser.ts';

/** An amount in major units with a point, exactly: `1234` of USD is `12.34`. */
export function toDecimal(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  if (digits === 0) return String(minor);
  const padded = String(minor).padStart(digits + 1, '0');
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** The locale's decimal separator where digits are written as here: what the form shows must be readable again. */
const decimalOf = (locale: string): string =>
  new Intl.NumberFormat(locale, { numberingSystem: 'latn' })
    .formatToParts(1.5)
    .find(({ type }) => type === 'decimal')?.value ?? '.';

/** An amount as an input shows it: without currency and groups, with the locale's decimal separator. */
export const toInputText = (minor: number, currency: string, locale = userLocale()): string =>
  toDecimal(minor, currency).replace('.', decimalOf(locale));

/** What was typed is not an amount; `reason` says why. */
export type AmountProblem = 'not_a_number' | 'too_many_digits' | 'too_large';

/** Digits in groups of three, or of two further up as in India. */
const groupedBy = (separator: string): RegExp =>
  new RegExp(`^[1-9]\\d{0,2}(\\${separator}\\d{2,3})*\\${separator}\\d{3}$`);

/**
 * The minor units that a typed amount means. Either of `.` and `,` may be the decimal separator: where both are there it is the last
 * one, where one is there in groups of three it separates thousands unless the locale's decimals are written so.
 */
export function readAmount(
  typed: string,
  currency: string,
  locale = userLocale(),
): { amount: number } | { problem: AmountProblem } {
  const digits = digitsOf(currency);
  const bare = typed.trim().replace(/[\s'’]|\p{Sc}|^[A-Z]{3}|[A-Z]{3}$/gu, '');
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
  const separator = bare[last] ?? '';
  const other = separator === ',' ? '.' : ',';
  const isOnce = bare.indexOf(separator) === last;
  const isGroups =
    last >= 0 && groupedBy(separator).test(bare) && !(isOnce && separator === decimalOf(locale));
  const cut = last < 0 || isGroups ? bare.length : last;
  const [whole, fraction] = [bare.slice(0, cut), bare.slice(cut + 1)];
  const isWhole = /^\d*$/.test(whole) || groupedBy(isGroups ? separator : other).test(whole);
  if (!isWhole || !/^\d*$/.test(fraction) || whole + fraction === '') return { problem: 'not_a_number' };
  if (fraction.replace(/0+$/, '').length > digits) return { problem: 'too_many_digits' };
  const minor = BigInt(whole.replace(/[.,]/g, '') + fraction.slice(0, digits).padEnd(digits, '0'));
  return minor > MAX_AMOUNT ? { problem: 'too_large' } : { amount: Number(minor) };
}

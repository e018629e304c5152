import { digitsOf, MAX_AMOUNT } from '../../shared/money.ts';
import { userLocale } from '../browser.ts';

/** An amount in major units with a point, exactly: `1234` of USD is `12.34`. */
export function toDecimal(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  if (digits === 0) return String(minor);
  const padded = String(minor).padStart(digits + 1, '0');
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

const separatorsOf = (locale: string) => {
  const parts = new Intl.NumberFormat(locale).formatToParts(12_345.6);
  return { decimal: parts.find(({ type }) => type === 'decimal')?.value ?? '.' };
};

/** An amount as an input shows it: without currency and groups, with the locale's decimal separator. */
export const toInputText = (minor: number, currency: string, locale = userLocale()): string =>
  toDecimal(minor, currency).replace('.', separatorsOf(locale).decimal);

/** What was typed is not an amount; `reason` says why. */
export type AmountProblem = 'not_a_number' | 'too_many_digits' | 'too_large';

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
  const bare = typed.replace(/[\s'’  ]|\p{Sc}|^[A-Z]{3}|[A-Z]{3}$/gu, '');
  const last = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
  const separator = bare[last] ?? '';
  const hasBoth = bare.includes('.') && bare.includes(',');
  const isGrouped = separator !== '' && new RegExp(`^\\d{1,3}(\\${separator}\\d{3})+$`).test(bare);
  const isGroups =
    isGrouped && !hasBoth && (separator !== separatorsOf(locale).decimal || bare.indexOf(separator) !== last);
  const cut = last < 0 || isGroups ? bare.length : last;
  const whole = bare.slice(0, cut).replace(/[.,]/g, '');
  const fraction = bare.slice(cut + 1);
  if (!/^\d*$/.test(whole) || !/^\d*$/.test(fraction) || whole + fraction === '')
    return { problem: 'not_a_number' };
  if (fraction.replace(/0+$/, '').length > digits) return { problem: 'too_many_digits' };
  const minor = BigInt(whole + fraction.slice(0, digits).padEnd(digits, '0'));
  return minor > MAX_AMOUNT ? { problem: 'too_large' } : { amount: Number(minor) };
}

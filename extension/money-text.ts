import { digitsOf } from '../shared/money.ts';
import { userLocale } from './browser.ts';
import { isExact, plainText, readDecimal, separatorOf, toUnits } from './numbers.ts';
import { text } from './text.ts';

/** An amount in major units with a point, exactly: `1234` of USD is `12.34`. */
export function toDecimal(minor: number, currency: string): string {
  const digits = digitsOf(currency);
  if (digits === 0) return String(minor);
  const padded = String(minor).padStart(digits + 1, '0');
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

/** An amount as an input shows it: without currency and groups, with the locale's decimal separator. */
export const toInputText = (minor: number, currency: string, locale = userLocale()): string =>
  toDecimal(minor, currency).replace('.', separatorOf(locale) ?? '.');

/**
 * Says why a typed text is not taken as an amount. `two_readings` has both that it may have, in minor units: by the
 * locale's own decimal separator, and by the other one.
 */
export type AmountProblem =
  | { problem: 'not_a_number' | 'too_many_digits' | 'too_large' }
  | { problem: 'two_readings'; readings: [number, number] };

const CURRENCY = /^(?:[A-Z]{3}|\p{Sc}) ?| ?(?:[A-Z]{3}|\p{Sc})$/gu;

/**
 * Reads a typed amount as minor units. The locale's decimal separator counts first, then the other one, which people
 * paste from elsewhere. `10.000` where decimals are written with a point is asked back, unless the currency has three:
 * nobody writes a third digit of cents, and elsewhere it is ten thousand.
 */
export function readAmount(
  typed: string,
  currency: string,
  locale = userLocale(),
): { amount: number } | AmountProblem {
  const digits = digitsOf(currency);
  const bare = plainText(typed).replace(CURRENCY, '');
  const own = separatorOf(locale) ?? '.';
  const [usual, other] = ([own, own === '.' ? ',' : '.'] as const).map((separator) =>
    readDecimal(bare, separator),
  );
  const decimal = usual ?? other;
  if (!decimal || !/\d/.test(bare)) return { problem: 'not_a_number' };
  const amount = toUnits(decimal, digits);
  if (amount === undefined) return { problem: isExact(decimal, digits) ? 'too_large' : 'too_many_digits' };
  const grouped = other && usual && usual.scale > digits ? toUnits(other, digits) : undefined;
  return grouped === undefined || grouped === amount
    ? { amount }
    : { problem: 'two_readings', readings: [amount, grouped] };
}

const PROBLEM_TEXTS = {
  not_a_number: 'problem_amount',
  too_many_digits: 'problem_amount_digits',
  too_large: 'problem_amount_large',
} as const;

/** Says to the user why an amount was not taken, and how to write it. */
export const amountProblemText = (problem: AmountProblem, currency: string): string =>
  problem.problem === 'two_readings'
    ? text('problem_amount_two_readings', ...problem.readings.map((each) => toInputText(each, currency)))
    : text(PROBLEM_TEXTS[problem.problem]);

import { plainText } from '../../numbers.ts';
import { findCurrencyToken } from './currencies.ts';

/** An amount as a page writes it, taken apart: its digits and separators, its sign, and what stands beside them. */
export interface MoneyText {
  number: string;
  isNegative: boolean;
  /** The currency's sign or code, as in `€`, `kr` or `CHF`. */
  token?: string;
}

/** Longer texts are no amounts. */
const MAX_MONEY = 60;

/** "Free" in the ten languages. */
const FREE =
  /^(free|free shipping|gratis|kostenlos|kostenfrei|gratuit|offert|offerte|gratuito|gratuita|gratis verzending|bezplatnie|bezpłatnie|darmowa|za darmo|zdarma|kostnadsfritt|fri frakt|grátis)$/i;

/** A note behind an amount that is about tax: "(incl. 19 % VAT)", "ex. VAT", "TTC". */
const NOTE =
  / ?(?:\([^()]{1,60}\)|(?:incl|excl|inkl|exkl|ex|inc|zzgl|plus)\.? [\p{L}.% \d]{2,20}|TTC|HT|netto|brutto)$/iu;

/** Reads a text that is one amount and nothing else. */
export function readMoneyText(text: string): MoneyText | undefined {
  if (text.length > MAX_MONEY * 2) return undefined;
  const plain = plainText(text);
  if (FREE.test(plain)) return { number: '0', isNegative: false };
  const bare = plain.startsWith('(') ? plain : plain.replace(NOTE, '');
  if (bare.length > MAX_MONEY) return undefined;
  const first = bare.search(/\d/);
  if (first < 0) return undefined;
  const last = bare.search(/\d\D*$/);
  const number = bare.slice(first, last + 1);
  if (!/^[\d.,' ]+$/.test(number)) return undefined;
  const before = bare.slice(0, first);
  const after = bare.slice(last + 1);
  // `12,-` and `12:-` have nothing but a dash for the cents.
  const behind = after.replace(/^[.,:] ?-{1,2}/, '');
  const isNegative = /-/.test(before) || /^\(.*\)$/.test(bare) || /^ ?-$/.test(after);
  const tokens = [before, behind].map((side) => side.replace(/[-+()]/g, ' ').trim()).filter(Boolean);
  const found = tokens.map(findCurrencyToken);
  if (found.some((token) => token === undefined)) return undefined;
  const token =
    found.find((candidate) => candidate !== undefined && /^[A-Z]{3}$/.test(candidate)) ?? found[0];
  return { number, isNegative, ...(token !== undefined && { token }) };
}

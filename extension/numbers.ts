/*
 * Numbers as people write them: 1.234,50 - 1,234.50 - 1 234,50 - 1'234.50 - 1,23,456.50. A text alone may mean two numbers
 * (10.000 is ten or ten thousand), so a number is always read by a decimal separator, and the caller finds out which.
 */

/** The character between the whole and the fraction. */
export type DecimalSeparator = '.' | ',';

export const separators: readonly DecimalSeparator[] = ['.', ','];

/** An exact decimal number: `digits` divided by ten to the power of `scale`. */
export interface Decimal {
  digits: bigint;
  scale: number;
}

/** Longer texts are not numbers. */
const MAX_NUMBER = 40;

/** Groups of three, or of two further up as in India, all with the same separator. */
const GROUPED = /^\d{1,3}(?:([.,' ])\d{2,3}(?:\1\d{2,3})*)?$/;
const LAST_GROUP = /[.,' ]\d{2}$/;

const isWhole = (text: string): boolean =>
  /^\d+$/.test(text) || (GROUPED.test(text) && !LAST_GROUP.test(text) && !/^0[.,' ]/.test(text));

/** Digits of any script as ASCII, every kind of space and apostrophe as one, and the Arabic separators as the Latin ones. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\u066b]/g, ',')
    .replace(/[\u066c]/g, "'")
    .replace(/[’‘ʼ´`]/g, "'")
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[−–—‒]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();

/** Reads digits and separators, without sign, as a number with the given decimal separator; undefined where they are none. */
export function readDecimal(text: string, separator: DecimalSeparator): Decimal | undefined {
  if (text.length > MAX_NUMBER) return undefined;
  const cut = text.indexOf(separator);
  const [whole, fraction] = cut < 0 ? [text, ''] : [text.slice(0, cut) || '0', text.slice(cut + 1)];
  if (!isWhole(whole) || whole.includes(separator) || !/^\d*$/.test(fraction)) return undefined;
  return { digits: BigInt(whole.replace(/\D/g, '') + fraction), scale: fraction.length };
}

const excessOf = ({ scale }: Decimal, wanted: number): bigint => 10n ** BigInt(Math.max(scale - wanted, 0));

/** Tells whether a decimal has no digit but zeros after so many. */
export const isExact = (decimal: Decimal, wanted: number): boolean =>
  decimal.digits % excessOf(decimal, wanted) === 0n;

/**
 * Counts a decimal in units of ten to the power of minus `wanted`; undefined where it is not a whole number of them,
 * or beyond 2^53 - 1.
 */
export function toUnits(decimal: Decimal, wanted: number): number | undefined {
  if (!isExact(decimal, wanted)) return undefined;
  const { digits, scale } = decimal;
  const units = (digits / excessOf(decimal, wanted)) * 10n ** BigInt(Math.max(wanted - scale, 0));
  return units <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(units) : undefined;
}

/** The decimal separator that a language writes. */
export function separatorOf(locale: string): DecimalSeparator | undefined {
  try {
    const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1.5);
    const found = parts.find(({ type }) => type === 'decimal')?.value;
    return found === '.' || found === ',' ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Words beside a quantity: "2 x", "× 2", "Qty: 2", "2 pcs". */
const QUANTITY = /^(?:[\p{L}. ]{1,16}:? )?[x×*]? ?(\d[\d.,' ]{0,15}) ?[x×*]?(?: ?[\p{L}]{1,12}\.?)?$/iu;

/** The whole numbers that a quantity may mean: `2.000` is two or two thousand, `1.5` none. */
export function readQuantities(text: string): number[] {
  const digits = QUANTITY.exec(plainText(text))?.[1]?.trim();
  if (digits === undefined) return [];
  const found = separators.flatMap((separator) => {
    const decimal = readDecimal(digits, separator);
    return (decimal && toUnits(decimal, 0)) ?? [];
  });
  return [...new Set(found)];
}

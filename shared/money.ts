import * as z from 'zod';

/** The largest amount: the largest integer that every JSON client reads exactly (2^53 - 1). */
export const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

/** An amount of money: an integer in the smallest unit of the store's currency, 0 to 2^53 - 1. */
export const Amount = z.int().min(0);

/** `a` rounded half up after division by `b`; exact for safe integers, which floating division is not. */
export function divideHalfUp(a: number, b: number): number {
  return Number((BigInt(a) * 2n + BigInt(b)) / (BigInt(b) * 2n));
}

/** Currencies that do not have two digits after the point, by ISO 4217; runtimes know those in daily use, which are fewer. */
const digits: Record<string, number> = {
  ...Object.fromEntries(
    'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ').map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  CLF: 4,
  UYW: 4,
};

/** How many digits after the point an amount of the currency (ISO 4217) has in major units. */
export const digitsOf = (currency: string): number => digits[currency] ?? 2;

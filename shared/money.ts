import * as z from 'zod';

/** The largest amount: the largest integer that every JSON client reads exactly (2^53 - 1). */
export const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

/** An amount of money: an integer in the smallest unit of the store's currency, 0 to 2^53 - 1. */
const amountExpected = 'expected a whole number of minor units from 0 on: 19.99 is written 1999';
export const Amount = z.int(amountExpected).min(0, amountExpected);

/** How many of something, 0 to 2^53 - 1. */
const quantityExpected = 'expected a whole number from 0 on';
export const Quantity = z.int(quantityExpected).min(0, quantityExpected);

/** `a` rounded half up after division by `b`; exact for safe integers, which floating division is not. */
export function divideHalfUp(a: number | bigint, b: number): number {
  return Number((BigInt(a) * 2n + BigInt(b)) / (BigInt(b) * 2n));
}

/** Whole numbers that a percentage of up to four digits after the point is made of. */
const PERCENT_UNITS = 10_000;

/** `percent` of an amount, rounded half up. The percentage has at most four digits after the point. */
export const percentOf = (amount: number, percent: number): number =>
  divideHalfUp(BigInt(amount) * BigInt(Math.round(percent * PERCENT_UNITS)), 100 * PERCENT_UNITS);

/**
 * `amount`, or what all weights are together if that is less, in whole parts proportional to the weights: each rounded
 * down, and the units that are left one each to the largest remainders, the earlier of equal ones first. The parts add up
 * to what is divided, and none exceeds its weight.
 */
export function splitAmount(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total <= BigInt(amount)) return [...weights];
  const shares = weights.map((weight, index) => {
    const exact = BigInt(weight) * BigInt(amount);
    return { index, part: exact / total, remainder: exact % total };
  });
  const parts = shares.map(({ part }) => Number(part));
  const left = BigInt(amount) - shares.reduce((sum, { part }) => sum + part, 0n);
  const byRemainder = shares.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  );
  for (const { index } of byRemainder.slice(0, Number(left))) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
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

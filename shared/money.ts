import * as z from 'zod';

/** The largest amount: the largest integer that every JSON client reads exactly (2^53 - 1). */
export const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

/** An amount of money: an integer in the smallest unit of the store's currency, 0 to 2^53 - 1. */
export const Amount = z.int().min(0);

/** `a` rounded half up after division by `b`; exact for safe integers, which floating division is not. */
export function divideHalfUp(a: number, b: number): number {
  return Number((BigInt(a) * 2n + BigInt(b)) / (BigInt(b) * 2n));
}

import type { RuleLine } from './facts.ts';

/** The lines of the lowest or highest price of a piece, as `extreme` is Math.min or Math.max; those without a price are none. */
export function linesAtPrice<Line extends Pick<RuleLine, 'price'>>(
  lines: readonly Line[],
  extreme: (...prices: number[]) => number,
): Line[] {
  const priced = lines.filter(({ price }) => price !== undefined);
  const wanted = extreme(...priced.map(({ price }) => Number(price)));
  return priced.filter(({ price }) => price === wanted);
}

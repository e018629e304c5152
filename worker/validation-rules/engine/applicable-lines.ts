import type { ApplicableLines, ApplicableTo } from '../../../shared/validation-rules/applicable-to.ts';
import { isOf } from './conditions/catalogue-operators.ts';
import type { RuleLine } from './conditions/facts.ts';
import { linesAtPrice } from './conditions/lines.ts';

/** The lines that a reference is for. */
function linesOf(reference: ApplicableTo, lines: readonly RuleLine[]): RuleLine[] {
  const own = lines.filter((line) => isOf(line, reference));
  if (reference.effect === 'APPLY_TO_EVERY') return own;
  return linesAtPrice(own, reference.effect === 'APPLY_TO_CHEAPEST' ? Math.min : Math.max);
}

/** The places of the lines that a reference is for. */
export const indicesOf = (reference: ApplicableTo, lines: readonly RuleLine[]): number[] =>
  linesOf(reference, lines).map((line) => lines.indexOf(line));

const narrows = ({ included, included_all }: ApplicableLines): boolean =>
  included.length > 0 && !included_all;

/** Whether products or SKUs are named at all. */
export const namesLines = ({ included, excluded }: ApplicableLines): boolean =>
  included.length > 0 || excluded.length > 0;

/** Whether a discount may not touch all lines. */
export const isNarrowing = (applicable: ApplicableLines): boolean =>
  narrows(applicable) || applicable.excluded.length > 0;

/** Of each line, whether a discount may touch it. */
export function mayTouch(applicable: ApplicableLines, lines: readonly RuleLine[]): boolean[] {
  const named = (references: readonly ApplicableTo[]) =>
    new Set(references.flatMap((one) => indicesOf(one, lines)));
  const [included, excluded] = [named(applicable.included), named(applicable.excluded)];
  return lines.map((_, index) => (!narrows(applicable) || included.has(index)) && !excluded.has(index));
}

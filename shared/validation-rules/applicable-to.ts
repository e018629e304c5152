import * as z from 'zod';
import { without } from '../outside.ts';
import { isOf } from './catalogue-operators.ts';
import type { RuleLine } from './facts.ts';
import { linesAtPrice } from './lines.ts';

const limits = 'limits of single products in a discount';
const outside = {
  price: 'prices of single products in a discount',
  price_formula: 'formulas',
  quantity_limit: limits,
  aggregated_quantity_limit: limits,
  amount_limit: `${limits}; the discount itself may have an amount_limit`,
  aggregated_amount_limit: `${limits}; the discount itself may have an amount_limit`,
  repeat: 'repeated discounts',
  skip_initially: 'repeated discounts',
};

/** Which of the lines of a product or SKU a discount is for: all, or those of the lowest or highest price among them. */
const Effect = z.enum(['APPLY_TO_EVERY', 'APPLY_TO_CHEAPEST', 'APPLY_TO_MOST_EXPENSIVE']);

const identifier = z.string().min(1).max(255);

/** A product or SKU whose lines a discount may touch, or may not, named as a line may name it. */
export const ApplicableTo = z.object({
  object: z.enum(['product', 'sku'], 'expected "product" or "sku": Docket has no collections'),
  id: identifier,
  source_id: z.string().max(255).optional(),
  effect: Effect.default('APPLY_TO_EVERY'),
  target: z.literal('ITEM', 'expected "ITEM": Docket has no discounts of units').optional(),
});
export type ApplicableTo = z.infer<typeof ApplicableTo>;

const references = z.array(without(outside, ApplicableTo)).max(100).default([]);

/**
 * Which lines a discount of items may touch: those included, or all where none are named or `included_all` is true, less
 * those excluded.
 */
export const ApplicableLines = z.object({
  excluded: references,
  included: references,
  included_all: z.boolean().default(false),
});
export type ApplicableLines = z.infer<typeof ApplicableLines>;

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

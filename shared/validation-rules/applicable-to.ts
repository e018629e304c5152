import * as z from 'zod';
import { MAX_IDENTIFIER_LENGTH } from '../limits.ts';
import { readOver, rejectUnsupported } from '../unsupported-fields.ts';

const limits = 'limits of single products in a discount';
const unsupported = {
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

const identifier = z.string().min(1).max(MAX_IDENTIFIER_LENGTH);

/** A product or SKU whose lines a discount may touch, or may not, named as a line may name it. */
export const ApplicableTo = z.object({
  object: z.enum(['product', 'sku'], 'expected "product" or "sku": Docket has no collections'),
  id: identifier,
  source_id: z.string().max(MAX_IDENTIFIER_LENGTH).optional(),
  effect: Effect.default('APPLY_TO_EVERY'),
  target: z.literal('ITEM', 'expected "ITEM": Docket has no discounts of units').optional(),
});
export type ApplicableTo = z.infer<typeof ApplicableTo>;

const Reference = readOver(ApplicableTo.strict(), {
  sent: ['product_id', 'product_source_id', 'strict', 'order_item_indices', 'order_item_units'],
});
const references = z.array(rejectUnsupported(unsupported, Reference)).max(100).default([]);

/**
 * Which lines a discount of items may touch: those included, or all where none are named or `included_all` is true, less
 * those excluded.
 */
export const ApplicableLines = readOver(
  z.strictObject({
    excluded: references,
    included: references,
    included_all: z.boolean().default(false),
  }),
);
export type ApplicableLines = z.infer<typeof ApplicableLines>;

import * as z from 'zod';
import { Amount } from '../money.ts';
import { withoutNulls } from '../unsupported-fields.ts';

/** Digits that a percentage may have after the point. */
const PERCENT_DIGITS = 4;

/** How an amount is taken off: see worker/redeeming/engine/order-discounts.ts for what each effect does. */
const AmountEffect = z.enum(['APPLY_TO_ORDER', 'APPLY_TO_ITEMS', 'APPLY_TO_ITEMS_PROPORTIONALLY']);

/** How a percentage is taken off. A share of each line is already in proportion. */
const PercentEffect = z.enum(['APPLY_TO_ORDER', 'APPLY_TO_ITEMS']);

const Positive = Amount.min(1, 'must be at least 1');

const AmountDiscount = z.strictObject({
  type: z.literal('AMOUNT'),
  amount_off: Positive,
  effect: AmountEffect.optional(),
});

const PercentDiscount = z.strictObject({
  type: z.literal('PERCENT'),
  percent_off: z
    .number()
    .gt(0)
    .max(100)
    .refine(
      (percent) => Number(percent.toFixed(PERCENT_DIGITS)) === percent,
      `must have at most ${PERCENT_DIGITS} digits after the point`,
    ),
  amount_limit: Positive.optional(),
  effect: PercentEffect.optional(),
});

/**
 * What a voucher takes off: `amount_off` minor units, or `percent_off` (above 0, up to 100) and at most `amount_limit`
 * minor units in all. Without an `effect` it is taken off the lines
 * that validation rules limit it to, else off the order. Voucherify's other types (UNIT, FIXED) and effects by quantity are not known here.
 */
export const Discount = z.preprocess(
  withoutNulls,
  z
    .discriminatedUnion('type', [AmountDiscount, PercentDiscount], {
      error: (issue) => (issue.code === 'invalid_union' ? 'expected AMOUNT or PERCENT' : undefined),
    })
    .meta({ id: 'Discount' }),
);
export type Discount = z.infer<typeof Discount>;

/** A discount with the effect that it has, given or not. */
export type EffectiveDiscount = Discount & Required<Pick<Discount, 'effect'>>;

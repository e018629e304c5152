import * as z from 'zod';
import { customerParameter, type FieldType, filtersParameter, momentRange } from '../filters.ts';
import { MAX_IDENTIFIER_LENGTH } from '../limits.ts';
import { checkPaging, listParameters, listReply } from '../lists.ts';
import { AnyRedemption, RedemptionResult } from './redemptions.ts';

/** The fields of a redemption or rollback that filters may name, beside `metadata.KEY`. */
export const redemptionFilterFields = {
  object: { oneOf: ['redemption', 'redemption_rollback'] },
  result: { oneOf: RedemptionResult.options },
  status: { oneOf: ['SUCCEEDED', 'FAILED', 'ROLLED_BACK'] },
  failure_code: 'text',
  voucher_code: 'text',
  related_object_id: 'text',
  parent_redemption_id: 'text',
  order_id: 'text',
  customer_id: 'text',
  tracking_id: 'text',
  created_at: 'time',
  metadata: 'metadata',
} as const satisfies Record<string, FieldType>;
export type RedemptionFilterField = keyof typeof redemptionFilterFields;

const text = z.string().min(1).max(MAX_IDENTIFIER_LENGTH).optional();

/** The query of `GET /v1/redemptions`. The shortcuts beside `filters` hold all, whatever its junction says. */
export const ListRedemptionsQuery = z
  .strictObject({
    ...listParameters,
    order: z.enum(['created_at', '-created_at', 'id', '-id']).default('-created_at'),
    result: z
      .preprocess((value) => [value].flat(), z.array(RedemptionResult).min(1).max(2))
      .optional()
      .meta({ override: { type: 'array', items: { enum: RedemptionResult.options } } }),
    voucher_code: text,
    related_object_id: text.meta({ description: "The voucher's id." }),
    customer: customerParameter,
    created_at: momentRange,
    filters: filtersParameter(redemptionFilterFields),
  })
  .superRefine(checkPaging);
export type ListRedemptionsQuery = z.infer<typeof ListRedemptionsQuery>;

export const RedemptionList = z.object({
  ...listReply,
  data_ref: z.literal('redemptions'),
  redemptions: z.array(AnyRedemption),
});
export type RedemptionList = z.infer<typeof RedemptionList>;

/** The query of `GET /v1/vouchers/{code}/redemption`. */
export const VoucherRedemptionsQuery = z
  .strictObject({ ...listParameters, limit: listParameters.limit.unwrap().default(100) })
  .superRefine(checkPaging);
export type VoucherRedemptionsQuery = z.infer<typeof VoucherRedemptionsQuery>;

/** What was done with a voucher, newest first: `redeemed_quantity` is how often it is used now. */
export const VoucherRedemptions = z.object({
  ...listReply,
  data_ref: z.literal('redemption_entries'),
  quantity: z.int().nullable(),
  redeemed_quantity: z.int(),
  url: z.string(),
  redemption_entries: z.array(AnyRedemption),
});
export type VoucherRedemptions = z.infer<typeof VoucherRedemptions>;

import * as z from 'zod';
import { createdRange } from './filters.ts';
import { checkPaging, listParameters, listReply, SortOrder } from './lists.ts';
import { JsonObject } from './metadata.ts';
import { without } from './outside.ts';
import { Timestamp } from './times.ts';
import { ApplicableLines } from './validation-rules/applicable-to.ts';
import { RuleError, RuleSetInput } from './validation-rules/rule-set.ts';

/** What a validation rule may be meant for, in Voucherify's words: vouchers that take something off. Docket does not act on it. */
const discount = 'voucher.discount_voucher';
const ContextType = z.enum([
  'global',
  discount,
  `${discount}.discount.apply_to_order`,
  `${discount}.discount.apply_to_items`,
  `${discount}.discount.apply_to_items_proportionally`,
  `${discount}.discount.percent.apply_to_items`,
]);

const name = z.string().min(1).max(255);
const writable = {
  rules: RuleSetInput.optional(),
  error: RuleError.nullable().optional(),
  applicable_to: ApplicableLines.optional(),
  type: z.enum(['expression', 'basic', 'advanced', 'complex']).optional(),
  context_type: ContextType.optional(),
};
const outside = { bundle_rules: 'bundles' };

/** What `POST /v1/validation-rules` takes. */
export const CreateValidationRule = without(
  outside,
  z.object({ name, ...writable }).meta({ id: 'CreateValidationRule' }),
);
export type CreateValidationRule = z.infer<typeof CreateValidationRule>;

/** What `PUT /v1/validation-rules/{validationRuleId}` takes: given fields change, `rules` and `applicable_to` whole. */
export const UpdateValidationRule = without(
  outside,
  z.object({ name: name.optional(), ...writable }).meta({ id: 'UpdateValidationRule' }),
);
export type UpdateValidationRule = z.infer<typeof UpdateValidationRule>;

/** A validation rule as it is answered. */
export const ValidationRule = z
  .object({
    id: z.string(),
    object: z.literal('validation_rules'),
    name: z.string(),
    rules: JsonObject,
    error: RuleError.optional(),
    applicable_to: z.object({
      excluded: z.array(z.unknown()),
      included: z.array(z.unknown()),
      included_all: z.boolean(),
    }),
    type: z.string(),
    context_type: z.string(),
    assignments_count: z.int(),
    created_at: Timestamp,
    updated_at: Timestamp.nullable(),
  })
  .meta({ id: 'ValidationRule' });
export type ValidationRule = z.infer<typeof ValidationRule>;

/** The query of `GET /v1/validation-rules`; the dates are inclusive. */
export const ListValidationRulesQuery = z
  .strictObject({
    ...listParameters,
    order: z.enum([...SortOrder.options, 'name', '-name']).default('-created_at'),
    ...createdRange,
  })
  .superRefine(checkPaging);
export type ListValidationRulesQuery = z.infer<typeof ListValidationRulesQuery>;

export const ValidationRuleList = z.object({
  ...listReply,
  data_ref: z.literal('data'),
  data: z.array(ValidationRule),
});
export type ValidationRuleList = z.infer<typeof ValidationRuleList>;

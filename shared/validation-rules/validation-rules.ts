import * as z from 'zod';
import { createdRange } from '../filters.ts';
import { MAX_TEXT_LENGTH } from '../limits.ts';
import { checkPaging, listParameters, listReply, SortOrder } from '../lists.ts';
import { JsonObject } from '../metadata/metadata.ts';
import { Timestamp } from '../times.ts';

/** What a rule says when it does not hold. */
export const RuleError = z.object({ message: z.string().min(1).max(MAX_TEXT_LENGTH).optional() });
export type RuleError = z.infer<typeof RuleError>;

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

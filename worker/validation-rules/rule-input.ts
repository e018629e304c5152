import * as z from 'zod';
import { MAX_IDENTIFIER_LENGTH } from '../../shared/limits.ts';
import { readOver, rejectUnsupported } from '../../shared/unsupported-fields.ts';
import { ApplicableLines } from '../../shared/validation-rules/applicable-to.ts';
import { RuleError, ValidationRule } from '../../shared/validation-rules/validation-rules.ts';
import { RuleSetInput } from './engine/rule-set.ts';

/* These two schemas need the engine, which only the Worker has: so they are not in shared/ with the others. */

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

const name = z.string().min(1).max(MAX_IDENTIFIER_LENGTH);
const writable = {
  rules: RuleSetInput.optional(),
  error: RuleError.strict().nullable().optional(),
  applicable_to: ApplicableLines.optional(),
  type: z.enum(['expression', 'basic', 'advanced', 'complex']).optional(),
  context_type: ContextType.optional(),
};
const unsupported = { bundle_rules: 'bundles' };

/** What `POST /v1/validation-rules` takes. */
export const CreateValidationRule = rejectUnsupported(
  unsupported,
  readOver(z.strictObject({ name, ...writable }).meta({ id: 'CreateValidationRule' }), {
    answered: () => ValidationRule,
  }),
);
export type CreateValidationRule = z.infer<typeof CreateValidationRule>;

/** What `PUT /v1/validation-rules/{validationRuleId}` takes: given fields change, `rules` and `applicable_to` whole. */
export const UpdateValidationRule = rejectUnsupported(
  unsupported,
  readOver(z.strictObject({ name: name.optional(), ...writable }).meta({ id: 'UpdateValidationRule' }), {
    sent: ['id'],
    answered: () => ValidationRule,
  }),
);
export type UpdateValidationRule = z.infer<typeof UpdateValidationRule>;

import * as z from 'zod';
import { MAX_IDENTIFIER_LENGTH } from '../limits.ts';
import { checkPaging, listParameters, listReply, yesOrNo } from '../lists.ts';
import { Timestamp } from '../times.ts';
import { readOver, rejectUnsupported } from '../unsupported-fields.ts';

const identifier = z.string().min(1).max(MAX_IDENTIFIER_LENGTH);

/**
 * What `POST /v1/validation-rules/{validationRuleId}/assignments` takes: a voucher by id or code, as `related_object_id`, or,
 * as older clients send it, as `voucher`.
 */
export const CreateAssignment = rejectUnsupported(
  { campaign: 'campaigns', promotion_tier: 'promotions' },
  readOver(
    z
      .strictObject({
        related_object_type: z
          .literal('voucher', 'expected "voucher": Docket has no campaigns, promotions or loyalty programmes')
          .default('voucher'),
        related_object_id: identifier.optional(),
        voucher: identifier.optional(),
      })
      .meta({ id: 'CreateAssignment' }),
  ),
);
export type CreateAssignment = z.infer<typeof CreateAssignment>;

/** With `force` an assignment that is there already is answered instead of refused. */
export const CreateAssignmentQuery = z.strictObject({ force: yesOrNo.optional() });
export type CreateAssignmentQuery = z.infer<typeof CreateAssignmentQuery>;

/** That a voucher demands a validation rule. */
export const Assignment = z
  .object({
    id: z.string(),
    object: z.literal('validation_rules_assignment'),
    rule_id: z.string(),
    related_object_id: z.string(),
    related_object_type: z.literal('voucher'),
    created_at: Timestamp,
  })
  .meta({ id: 'ValidationRulesAssignment' });
export type Assignment = z.infer<typeof Assignment>;

const parameters = { ...listParameters, order: z.enum(['created_at', '-created_at']).default('-created_at') };

/** The query of `GET /v1/validation-rules/{validationRuleId}/assignments`. */
export const ListRuleAssignmentsQuery = z.strictObject(parameters).superRefine(checkPaging);
export type ListRuleAssignmentsQuery = z.infer<typeof ListRuleAssignmentsQuery>;

/** The query of `GET /v1/validation-rules-assignments`. */
export const ListAssignmentsQuery = z
  .strictObject({
    ...parameters,
    related_object_id: identifier.optional().meta({ description: 'A voucher by id, else by code.' }),
    rule: identifier.optional().meta({ description: 'The id of a validation rule.' }),
  })
  .superRefine(checkPaging);
export type ListAssignmentsQuery = z.infer<typeof ListAssignmentsQuery>;

export const AssignmentList = z.object({
  ...listReply,
  data_ref: z.literal('data'),
  data: z.array(Assignment),
});
export type AssignmentList = z.infer<typeof AssignmentList>;

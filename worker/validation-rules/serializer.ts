import { formatTimestamp } from '../../shared/times.ts';
import type { Assignment } from '../../shared/validation-rules/assignments.ts';
import type { ValidationRule } from '../../shared/validation-rules/validation-rules.ts';
import type { AssignmentRow } from './assignment-store.ts';
import type { ValidationRuleRow } from './store.ts';

/** A stored validation rule as the API answers it. */
export const toValidationRule = (row: ValidationRuleRow): ValidationRule => ({
  id: row.id,
  object: 'validation_rules',
  name: row.name,
  rules: JSON.parse(row.rules),
  ...(row.error !== null && { error: { message: row.error } }),
  applicable_to: JSON.parse(row.applicableTo),
  type: row.type,
  context_type: row.contextType,
  assignments_count: row.assignmentsCount,
  created_at: formatTimestamp(row.createdAt),
  updated_at: row.updatedAt === null ? null : formatTimestamp(row.updatedAt),
});

export const toAssignment = (row: AssignmentRow): Assignment => ({
  id: row.id,
  object: 'validation_rules_assignment',
  rule_id: row.ruleId,
  related_object_id: row.voucherId,
  related_object_type: 'voucher',
  created_at: formatTimestamp(row.createdAt),
});

import * as z from 'zod';
import {
  Assignment,
  AssignmentList,
  CreateAssignment,
  CreateAssignmentQuery,
  ListAssignmentsQuery,
  ListRuleAssignmentsQuery,
} from '../../shared/validation-rules/assignments.ts';
import {
  ListValidationRulesQuery,
  ValidationRule,
  ValidationRuleList,
} from '../../shared/validation-rules/validation-rules.ts';
import { type Route, route } from '../http/route.ts';
import {
  createAssignment,
  createRule,
  deleteAssignment,
  deleteRuleById,
  getAssignments,
  getRule,
  getRuleAssignments,
  getRules,
  updateRule,
} from './handlers.ts';
import { CreateValidationRule, UpdateValidationRule } from './rule-input.ts';

const params = z.object({ validationRuleId: z.string() });
const path = '/v1/validation-rules/:validationRuleId';
const tag = 'Validation rules';
const reads = 'validation-rules:read';
const writes = 'validation-rules:write';

export const validationRuleRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/validation-rules',
    summary: 'Create a validation rule',
    tag,
    scope: writes,
    etag: true,
    body: CreateValidationRule,
    reply: ValidationRule,
    handler: createRule,
  }),
  route({
    method: 'GET',
    path: '/v1/validation-rules',
    summary: 'List and sort validation rules',
    tag,
    scope: reads,
    query: ListValidationRulesQuery,
    reply: ValidationRuleList,
    handler: getRules,
  }),
  route({
    method: 'GET',
    path,
    summary: 'Get a validation rule',
    tag,
    scope: reads,
    params,
    etag: true,
    reply: ValidationRule,
    handler: getRule,
  }),
  route({
    method: 'PUT',
    path,
    summary: 'Update a validation rule: given fields change, rules as a whole',
    tag,
    scope: writes,
    headers: ['If-Match'],
    etag: true,
    params,
    body: UpdateValidationRule,
    reply: ValidationRule,
    handler: updateRule,
  }),
  route({
    method: 'DELETE',
    path,
    summary: 'Delete a validation rule that no voucher demands',
    tag,
    scope: writes,
    headers: ['If-Match'],
    params,
    reply: null,
    handler: deleteRuleById,
  }),
  route({
    method: 'POST',
    path: `${path}/assignments`,
    summary: 'Make a voucher demand a validation rule',
    tag,
    scope: writes,
    params,
    query: CreateAssignmentQuery,
    body: CreateAssignment,
    reply: Assignment,
    handler: createAssignment,
  }),
  route({
    method: 'GET',
    path: `${path}/assignments`,
    summary: 'List the assignments of a validation rule',
    tag,
    scope: reads,
    params,
    query: ListRuleAssignmentsQuery,
    reply: AssignmentList,
    handler: getRuleAssignments,
  }),
  route({
    method: 'DELETE',
    path: `${path}/assignments/:assignmentId`,
    summary: 'Let a voucher demand a validation rule no longer',
    tag,
    scope: writes,
    params: params.extend({ assignmentId: z.string() }),
    reply: null,
    handler: deleteAssignment,
  }),
  route({
    method: 'GET',
    path: '/v1/validation-rules-assignments',
    summary: 'List the assignments of all validation rules, of one, or of a voucher',
    tag,
    scope: reads,
    query: ListAssignmentsQuery,
    reply: AssignmentList,
    handler: getAssignments,
  }),
];

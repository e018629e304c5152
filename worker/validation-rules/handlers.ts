import { ApplicableLines } from '../../shared/validation-rules/applicable-to.ts';
import type {
  AssignmentList,
  CreateAssignment,
  CreateAssignmentQuery,
  ListAssignmentsQuery,
  ListRuleAssignmentsQuery,
} from '../../shared/validation-rules/assignments.ts';
import type {
  ListValidationRulesQuery,
  ValidationRuleList,
} from '../../shared/validation-rules/validation-rules.ts';
import type { Context } from '../http/context.ts';
import { notFound } from '../http/errors.ts';
import { parseIfMatch } from '../http/etag.ts';
import { empty, json } from '../http/response.ts';
import { newId } from '../identifiers.ts';
import { readList } from '../lists/read-list.ts';
import { bindRows } from '../sql/json-columns.ts';
import { cleared } from '../writes/write-one.ts';
import {
  type AssignmentRow,
  type AssignmentWrite,
  assignmentList,
  deleteAssignment as deleteAssignmentStatement,
  insertAssignment,
  refuseAssignment,
  writtenAssignment,
} from './assignment-store.ts';
import type { CreateValidationRule, UpdateValidationRule } from './rule-input.ts';
import { toAssignment, toValidationRule } from './serializer.ts';
import {
  deleteRule,
  refuseRuleDeletion,
  refuseRuleWrite,
  ruleById,
  ruleList,
  upsertRule,
  type ValidationRuleRow,
  type ValidationRuleWrite,
} from './store.ts';

const ruleReply = (row: ValidationRuleRow): Response => json(toValidationRule(row), { version: row.version });

/** Which validation rule a request means, and at which version. */
const match = ({ request }: Context<unknown, unknown>, id: string, mustExist: boolean) => ({
  id,
  mustExist,
  ifMatch: parseIfMatch(request.headers.get('If-Match')),
});

async function writeRule(
  { database }: Context<unknown, unknown>,
  body: UpdateValidationRule,
  matched: Pick<ValidationRuleWrite, 'id' | 'mustExist' | 'ifMatch'>,
): Promise<Response> {
  const write: ValidationRuleWrite = {
    ...matched,
    name: body.name ?? null,
    rules: body.rules ?? null,
    error: cleared(body.error === null ? null : body.error?.message),
    applicableTo: body.applicable_to ?? null,
    type: body.type ?? null,
    contextType: body.context_type ?? null,
    at: Date.now(),
  };
  const writes = bindRows([write]);
  const { written } = await database.batch({
    refused: refuseRuleWrite({ writes }),
    upsert: upsertRule({ writes }),
    written: ruleById({ id: write.id }),
  });
  return ruleReply(written[0] as ValidationRuleRow);
}

/** What a validation rule is where it says nothing of it: it demands nothing, and leaves all lines to the discount. */
const defaults: UpdateValidationRule = {
  rules: { logic: '' },
  applicable_to: ApplicableLines.parse({}),
  type: 'expression',
  context_type: 'global',
};

export function createRule(context: Context<unknown, CreateValidationRule>): Promise<Response> {
  const body = { ...defaults, ...context.body };
  return writeRule(context, body, match(context, newId('validation_rule'), false));
}

export const updateRule = (context: Context<unknown, UpdateValidationRule>): Promise<Response> =>
  writeRule(context, context.body, match(context, context.params.validationRuleId ?? '', true));

async function requireRule({ params, database }: Context<unknown, unknown>): Promise<ValidationRuleRow> {
  const { validationRuleId: id = '' } = params;
  const row = await database.first(ruleById({ id }));
  if (!row) throw notFound('validation_rules', id);
  return row;
}

export const getRule = async (context: Context): Promise<Response> => ruleReply(await requireRule(context));

export async function getRules({ query, database }: Context<ListValidationRulesQuery>): Promise<Response> {
  const { items, paging } = await readList(database, query, ruleList);
  const reply: ValidationRuleList = { ...paging, data_ref: 'data', data: items.map(toValidationRule) };
  return json(reply);
}

/** Deletes a validation rule that no voucher demands. */
export async function deleteRuleById(context: Context): Promise<Response> {
  const { validationRuleId: id = '' } = context.params;
  const writes = bindRows([match(context, id, true)]);
  await context.database.batch([refuseRuleDeletion({ writes }), deleteRule({ id })]);
  return empty();
}

/** Makes a voucher demand a validation rule. */
export async function createAssignment(
  context: Context<CreateAssignmentQuery, CreateAssignment>,
): Promise<Response> {
  const { body, query, params, database } = context;
  const write: AssignmentWrite = {
    newId: newId('validation_rules_assignment'),
    ruleId: params.validationRuleId ?? '',
    voucher: body.related_object_id ?? body.voucher ?? null,
    mayExist: query.force ?? false,
    at: Date.now(),
  };
  const writes = bindRows([write]);
  const { written } = await database.batch({
    refused: refuseAssignment({ writes }),
    inserted: insertAssignment({ writes }),
    written: writtenAssignment({ writes }),
  });
  return json(toAssignment(written[0] as AssignmentRow));
}

export async function deleteAssignment({ params, database }: Context): Promise<Response> {
  const { validationRuleId: ruleId = '', assignmentId: id = '' } = params;
  const deleted = await database.first(deleteAssignmentStatement({ id, ruleId }));
  if (!deleted) throw notFound('validation_rules_assignment', id);
  return empty();
}

export async function getAssignments({ query, database }: Context<ListAssignmentsQuery>): Promise<Response> {
  const { items, paging } = await readList(database, query, assignmentList);
  const reply: AssignmentList = { ...paging, data_ref: 'data', data: items.map(toAssignment) };
  return json(reply);
}

export async function getRuleAssignments(context: Context<ListRuleAssignmentsQuery>): Promise<Response> {
  const { id } = await requireRule(context);
  return getAssignments({ ...context, query: { ...context.query, rule: id } });
}

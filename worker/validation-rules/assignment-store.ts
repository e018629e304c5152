import { sql } from 'drizzle-orm';
import { MAX_RULES_OF_VOUCHER } from '../../shared/limits.ts';
import type { ListAssignmentsQuery } from '../../shared/validation-rules/assignments.ts';
import { compile } from '../database.ts';
import { defineList, keptCount } from '../lists/define-list.ts';
import { fieldsOf } from '../lists/filter-columns.ts';
import { sortBy } from '../lists/pagination.ts';
import { shortcut } from '../lists/shortcuts.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { reason, refuse, refuseFirst } from '../sql/refusals.ts';
import { columnsOf } from '../sql/row-columns.ts';
import { seqOfVoucher } from '../sql/seq-of.ts';
import { validationRulesAssignments } from '../tables/validation-rules.ts';

export type AssignmentRow = Omit<typeof validationRulesAssignments.$inferSelect, 'position' | 'seq'>;

/** An assignment to be made; `voucher` is an id or a code, `mayExist` whether it may be there already. */
export interface AssignmentWrite {
  newId: string;
  ruleId: string;
  voucher: string | null;
  mayExist: boolean;
  at: number;
}

const { selected } = columnsOf<AssignmentRow>(validationRulesAssignments, ['position', 'seq'], []);

const assigned = sql`EXISTS (SELECT 1 FROM validation_rules_assignments WHERE voucher_id = v.id AND rule_id = w.ruleId)`;
const tooMany = sql`(SELECT count(*) FROM validation_rules_assignments WHERE voucher_id = v.id) >= ${sql.raw(String(MAX_RULES_OF_VOUCHER))}`;
const hasNoRule = sql`NOT EXISTS (SELECT 1 FROM validation_rules WHERE id = w.ruleId)`;
const noRule = reason('not_found', { type: 'validation_rules', id: sql`w.ruleId` });
const invalid = (message: string) =>
  reason('invalid_payload', { errors: [{ path: 'related_object_id', message }] });

/** Aborts the batch if the assignment cannot be made. */
export const refuseAssignment = compile<{ writes: string }>(
  sql`${jsonRows('writes', ['ruleId', 'voucher', 'mayExist'])}
    ${refuseFirst(
      [
        [hasNoRule, noRule],
        [sql`w.voucher IS NULL`, invalid('expected the id or code of a voucher')],
        [sql`v.seq IS NULL`, reason('not_found', { type: 'voucher', id: sql`w.voucher` })],
        [sql`w.mayExist AND ${assigned}`, null],
        [
          assigned,
          reason('duplicate_found', {
            type: 'validation_rules',
            id: sql`w.ruleId`,
            details: 'The voucher has this validation rule.',
          }),
        ],
        [tooMany, invalid(`has ${MAX_RULES_OF_VOUCHER} validation rules, which is the most`)],
      ],
      sql`FROM w LEFT JOIN vouchers AS v ON v.seq = ${seqOfVoucher(sql`w.voucher`)}`,
    )}`,
);

/** Makes the assignment, if it is not there. */
export const insertAssignment = compile<{ writes: string }>(
  sql`${jsonRows('writes', ['newId', 'ruleId', 'voucher', 'at'])}
    INSERT INTO validation_rules_assignments (id, rule_id, voucher_id, created_at)
    SELECT w.newId, w.ruleId, v.id, w.at FROM w JOIN vouchers AS v ON v.seq = ${seqOfVoucher(sql`w.voucher`)} WHERE true
    ON CONFLICT (voucher_id, rule_id) DO NOTHING`,
);

export const writtenAssignment = compile<{ writes: string }, AssignmentRow>(
  sql`${jsonRows('writes', ['ruleId', 'voucher'])}
    SELECT ${selected} FROM w JOIN ${validationRulesAssignments} ON rule_id = w.ruleId
      AND voucher_id = (SELECT id FROM vouchers WHERE seq = ${seqOfVoucher(sql`w.voucher`)})`,
);

/** A validation rule of a voucher that is being made: `voucherId` is the id that it will have. */
export interface NewVoucherRule {
  newId: string;
  ruleId: string;
  voucherId: string;
  at: number;
}

/** Aborts the batch if one of the validation rules is not there. */
export const refuseNewVoucherRules = compile<{ rules: string }>(
  sql`${jsonRows('rules', ['ruleId'])}
    ${refuse(noRule, sql`FROM w WHERE ${hasNoRule} ORDER BY key LIMIT 1`)}`,
);

/** Makes the assignments before the voucher, which so begins with its first version. */
export const insertNewVoucherRules = compile<{ rules: string }>(
  sql`${jsonRows('rules', ['newId', 'ruleId', 'voucherId', 'at'])}
    INSERT INTO validation_rules_assignments (id, rule_id, voucher_id, created_at)
    SELECT w.newId, w.ruleId, w.voucherId, w.at FROM w ORDER BY key`,
);

/** Deletes the assignment of that rule, and answers its id if it was there. */
export const deleteAssignment = compile<{ id: string; ruleId: string }, { id: string }>(
  sql`DELETE FROM validation_rules_assignments
    WHERE id = ${sql.placeholder('id')} AND rule_id = ${sql.placeholder('ruleId')} RETURNING id`,
);

const { indexed } = fieldsOf('validation_rules_assignments');

/** The assignments of all vouchers, or of one voucher or validation rule. */
export const assignmentList = defineList<AssignmentRow, ListAssignmentsQuery>({
  table: 'validation_rules_assignments',
  select: selected,
  columns: {
    related_object_id: indexed(
      'voucher_id',
      (name) => sql`(SELECT id FROM vouchers WHERE seq = ${seqOfVoucher(name)})`,
    ),
    rule: indexed('rule_id'),
  },
  shortcuts: ({ related_object_id, rule }) => [
    ...shortcut('related_object_id', '$is', related_object_id),
    ...shortcut('rule', '$is', rule),
  ],
  sorts: { created_at: sortBy('created_at', 'position') },
  total: ({ filters, only }) => {
    if (filters.length === 0) return keptCount('validation_rules_assignments');
    if (only?.field !== 'rule') return undefined;
    return sql`SELECT coalesce((SELECT assignments_count FROM validation_rules WHERE id = ${only.values[0]}), 0) AS total`;
  },
});

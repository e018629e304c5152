import { sql } from 'drizzle-orm';
import type { ApplicableLines } from '../../shared/validation-rules/applicable-to.ts';
import type { ListValidationRulesQuery } from '../../shared/validation-rules/validation-rules.ts';
import { compile } from '../database.ts';
import { defineList } from '../lists/define-list.ts';
import { fieldsOf } from '../lists/filter-columns.ts';
import { sortBy, timeSorts } from '../lists/pagination.ts';
import { dateShortcuts } from '../lists/shortcuts.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { type RefusalCase, reason, refuseFirst } from '../sql/refusals.ts';
import { columnsOf } from '../sql/row-columns.ts';
import { upsert } from '../sql/upsert.ts';
import { isStale, staleReason } from '../sql/write-match.ts';
import { validationRules } from '../tables/validation-rules.ts';
import type { RuleSet } from './engine/rule-set.ts';

/** A validation rule as it is read: `rules` and `applicableTo` are JSON. */
export type ValidationRuleRow = Omit<typeof validationRules.$inferSelect, 'position' | 'seq'>;

/** What is written of a validation rule of this id: null is "not given", '' clears. */
export interface ValidationRuleWrite {
  id: string;
  mustExist: boolean;
  ifMatch: string[] | null;
  name: string | null;
  rules: RuleSet | null;
  error: string | null;
  applicableTo: ApplicableLines | null;
  type: string | null;
  contextType: string | null;
  at: number;
}

const { selected } = columnsOf<ValidationRuleRow>(validationRules, ['position', 'seq'], []);
const ID = sql`${sql.placeholder('id')}`;

export const ruleById = compile<{ id: string }, ValidationRuleRow>(
  sql`SELECT ${selected} FROM ${validationRules} WHERE id = ${ID}`,
);

const ofRule = { type: 'validation_rules', id: sql`w.id` };
const refuseMatch = (cases: readonly RefusalCase[]) =>
  sql`${jsonRows('writes', ['id', 'mustExist', 'ifMatch'])}
    ${refuseFirst(cases, sql`FROM w LEFT JOIN validation_rules AS old ON old.id = w.id`)}`;

const mismatches: readonly RefusalCase[] = [
  [sql`w.mustExist AND old.seq IS NULL`, reason('not_found', ofRule)],
  [isStale, staleReason(ofRule.type, ofRule.id)],
];

/** Aborts the batch if the validation rule is not there, or stale. */
export const refuseRuleWrite = compile<{ writes: string }>(refuseMatch(mismatches));

/** Aborts the batch also if vouchers demand the validation rule: without it they would be free to all. */
export const refuseRuleDeletion = compile<{ writes: string }>(
  refuseMatch([
    ...mismatches,
    [
      sql`old.assignments_count > 0`,
      reason('resource_in_use', {
        ...ofRule,
        details: sql`'It is assigned to ' || old.assignments_count || ' vouchers; delete the assignments first.'`,
      }),
    ],
  ]),
);

/** Makes the validation rule, or changes it where something differs. */
export const upsertRule = compile<{ writes: string }>(
  upsert(
    'validation_rules',
    'writes',
    { id: sql`w.id`, reads: ['id'] },
    { scalars: ['name', 'rules', 'error', 'applicable_to', 'type', 'context_type'], merged: {} },
  ),
);

export const deleteRule = compile<{ id: string }>(sql`DELETE FROM validation_rules WHERE id = ${ID}`);

const { sorted } = fieldsOf('validation_rules');

export const ruleList = defineList<ValidationRuleRow, ListValidationRulesQuery>({
  table: 'validation_rules',
  select: selected,
  columns: { created_at: sorted('created_at') },
  shortcuts: (query) => dateShortcuts('created_at', query),
  sorts: { ...timeSorts('validation_rules'), name: sortBy('name', 'position') },
  total: 'kept',
});

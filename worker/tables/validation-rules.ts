import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { MAX_RULE_BYTES } from '../../shared/limits.ts';
import { position } from './columns.ts';

/**
 * Validation rules. `rules` and `applicable_to` are JSON as in shared/validation-rules, `error` is the
 * message of a refusal. A trigger keeps `assignments_count`, which makes no version.
 */
export const validationRules = sqliteTable(
  'validation_rules',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    name: text().notNull(),
    rules: text().notNull(),
    error: text(),
    applicableTo: text('applicable_to').notNull(),
    type: text().notNull(),
    contextType: text('context_type').notNull(),
    assignmentsCount: integer('assignments_count').notNull().default(0),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    position: position(),
  },
  (table) => [
    uniqueIndex('validation_rules_id').on(table.id),
    index('validation_rules_name').on(table.name, table.position),
    index('validation_rules_updated').on(table.updatedAt, table.createdAt, table.position),
    index('validation_rules_changed').on(table.createdAt, table.position).where(sql`updated_at is not null`),
    check(
      'validation_rule_size',
      sql.raw(
        `octet_length(rules) + octet_length(applicable_to) + octet_length(name)
          + octet_length(coalesce(error, '')) <= ${MAX_RULE_BYTES}`,
      ),
    ),
  ],
);

/**
 * Assignments of validation rules to vouchers. A trigger makes each change a new version of the voucher, so
 * that a redemption that read the voucher before tries again.
 */
export const validationRulesAssignments = sqliteTable(
  'validation_rules_assignments',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    ruleId: text('rule_id').notNull(),
    voucherId: text('voucher_id').notNull(),
    createdAt: integer('created_at').notNull(),
    position: position(),
  },
  (table) => [
    uniqueIndex('validation_rules_assignments_id').on(table.id),
    uniqueIndex('validation_rules_assignments_voucher').on(table.voucherId, table.ruleId),
    index('validation_rules_assignments_rule').on(table.ruleId, table.createdAt, table.position),
    index('validation_rules_assignments_created').on(table.createdAt, table.position),
  ],
);

import { sql } from 'drizzle-orm';
import type { VoucherUses } from '../../shared/validation-rules/facts.ts';
import { compile } from '../database.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { seqOf, seqOfVoucher } from '../sql/refusals.ts';
import { REFUSALS } from '../tables.ts';

/**
 * Who redeems: the customer of this id, else of this source_id, else that of the order which these match. All null where nobody is
 * named.
 */
export type WhoRedeems = {
  customerId: string | null;
  customerSourceId: string | null;
  matchId: string | null;
  matchSourceId: string | null;
};

/** A validation rule that the voucher at a place of the request demands, and what there is of who redeems. */
export interface DemandedRuleRow {
  place: number;
  id: string;
  name: string;
  version: number;
  rules: string;
  error: string | null;
  applicableTo: string;
  customerId: string | null;
  /** How often the customer uses the voucher. */
  customerUses: number;
  /** JSON, where the rule asks for it. */
  customerMetadata: string | null;
}

const ID = sql`${sql.placeholder('customerId')}`;
const SOURCE_ID = sql`${sql.placeholder('customerSourceId')}`;
const ofOrder = sql`(SELECT customer_id FROM orders
  WHERE seq = ${seqOf('orders', sql`${sql.placeholder('matchId')}`, sql`${sql.placeholder('matchSourceId')}`)})`;
const redeemer = sql`coalesce((SELECT id FROM customers WHERE id = ${ID}),
  (SELECT id FROM customers WHERE source_id = ${SOURCE_ID}), ${ofOrder})`;

/** Redemptions that count: the condition of the index redemptions_uses. */
const inEffect = sql.raw("result = 'SUCCESS' AND redemption_id IS NULL AND rollback_id IS NULL");

/** The validation rules of the vouchers that the JSON array `codes` names, each by id, else by code, in the order of their assignment. */
export const demandedRules = compile<WhoRedeems & { codes: string }, DemandedRuleRow>(
  sql`WITH demanded AS MATERIALIZED (
      SELECT asked.key AS place, vouchers.id AS voucher_id, assigned.seq AS number, r.id, r.name, r.version, r.rules, r.error,
        r.applicable_to AS "applicableTo", ${redeemer} AS "customerId"
      FROM json_each(${sql.placeholder('codes')}) AS asked
        JOIN vouchers ON vouchers.seq = ${seqOfVoucher(sql`asked.value`)}
        JOIN validation_rules_assignments AS assigned ON assigned.voucher_id = vouchers.id
        JOIN validation_rules AS r ON r.id = assigned.rule_id)
    SELECT place, id, name, version, rules, error, "applicableTo", "customerId",
      (SELECT count(*) FROM redemptions WHERE voucher_id = demanded.voucher_id AND customer_id = demanded."customerId"
        AND ${inEffect}) AS "customerUses",
      CASE WHEN instr(rules, '"customer.metadata"') > 0
        THEN (SELECT metadata FROM customers WHERE customers.id = demanded."customerId") END AS "customerMetadata"
    FROM demanded ORDER BY place, number`,
);

/**
 * What a redemption rests on: that a voucher's uses are between `min` and `max`, both included, or that a validation rule
 * is at a version between them.
 */
export type RuleGround = { voucherId: string; min: number; max: number } & (
  | { use: keyof VoucherUses; day: string; customerId: string | null; customerSourceId: string | null }
  | { use: 'rule'; ruleId: string }
);

/** What a batch is refused with when validation rules may now be decided otherwise: the caller looks again. */
export const RULES_OUTDATED = 'validation_rules_outdated';

const customerNow = sql`coalesce((SELECT id FROM customers WHERE id = w.customerId),
  (SELECT id FROM customers WHERE source_id = w.customerSourceId))`;

/** Aborts the batch where one of the grounds bound as `grounds` does not hold any more. */
export const refuseOutdatedRules = compile<{ grounds: string }>(
  sql`${jsonRows('grounds', ['voucherId', 'use', 'min', 'max', 'day', 'customerId', 'customerSourceId', 'ruleId'])}
    INSERT INTO ${REFUSALS} (reason) SELECT json_object('key', ${sql.raw(`'${RULES_OUTDATED}'`)})
    FROM w LEFT JOIN vouchers AS v ON v.id = w.voucherId
    WHERE coalesce(CASE w.use
      WHEN 'rule' THEN (SELECT version FROM validation_rules WHERE id = w.ruleId)
      WHEN 'total' THEN v.redeemed_quantity
      WHEN 'amount' THEN v.redeemed_amount
      WHEN 'day' THEN iif(w.day > v.redeemed_day, 0, v.redeemed_in_day)
      WHEN 'month' THEN iif(substr(w.day, 1, 7) > substr(v.redeemed_day, 1, 7), 0, v.redeemed_in_month)
      WHEN 'customer' THEN (SELECT count(*) FROM redemptions WHERE voucher_id = w.voucherId
        AND customer_id = ${customerNow} AND ${inEffect})
    END, -1) NOT BETWEEN w.min AND w.max LIMIT 1`,
);

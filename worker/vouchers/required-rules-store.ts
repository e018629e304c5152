import { sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { reason, refuse } from '../sql/refusals.ts';
import { seqOf, seqOfVoucher } from '../sql/seq-of.ts';
import { vouchers } from '../tables/vouchers.ts';
import type { VoucherUses } from '../validation-rules/engine/conditions/facts.ts';
import { hasRules, type VoucherRow, voucherColumns } from './store.ts';

/**
 * Who redeems: the customer of this id, else of this source_id, else that of the order which these match. All
 * null where nobody is named.
 */
export type WhoRedeems = {
  customerId: string | null;
  customerSourceId: string | null;
  matchId: string | null;
  matchSourceId: string | null;
};

/** A voucher at its place of a request, with the rules that it requires; both NULL when there are none. */
export interface VoucherWithRules extends VoucherRow {
  place: number;
  /**
   * A JSON array of validation rules in the order of their assignment: of each id, name, version, rules,
   * error and applicable_to.
   */
  requiredRules: string | null;
  /**
   * A JSON array of who redeems: id, how often they use the voucher, and their metadata where a rule asks for
   * it.
   */
  redeemer: string | null;
}

const ID = sql`${sql.placeholder('customerId')}`;
const SOURCE_ID = sql`${sql.placeholder('customerSourceId')}`;
const MATCH_ID = sql`${sql.placeholder('matchId')}`;
const MATCH_SOURCE_ID = sql`${sql.placeholder('matchSourceId')}`;
const ofOrder = sql`(SELECT customers.id FROM orders JOIN customers ON customers.id = orders.customer_id
  WHERE orders.seq = ${seqOf('orders', MATCH_ID, MATCH_SOURCE_ID)})`;
const who = sql`(SELECT coalesce((SELECT id FROM customers WHERE id = ${ID}),
  (SELECT id FROM customers WHERE source_id = ${SOURCE_ID}), ${ofOrder}) AS id)`;

/** The id of who redeems, where the request names a customer who is known. */
export const namedCustomer = compile<WhoRedeems, { id: string }>(
  sql`SELECT id FROM ${who} AS who WHERE id IS NOT NULL`,
);

/** Redemptions that count: the condition of the index redemptions_uses. */
const inEffect = sql.raw("result = 'SUCCESS' AND redemption_id IS NULL AND rollback_id IS NULL");

const assigned = sql`FROM validation_rules_assignments AS a JOIN validation_rules AS r ON r.id = a.rule_id
  WHERE a.voucher_id = vouchers.id`;

/**
 * The vouchers that the JSON array `codes` names, each by id, else by code, with their rules; one without
 * rules costs no more.
 */
export const vouchersWithRules = compile<WhoRedeems & { codes: string }, VoucherWithRules>(
  sql`SELECT asked.key AS place, ${voucherColumns.selected},
    CASE WHEN ${hasRules} THEN (SELECT json_group_array(json(rule)) FROM (
      SELECT json_array(r.id, r.name, r.version, json(r.rules), r.error, json(r.applicable_to)) AS rule
      ${assigned} ORDER BY a.seq))
    END AS "requiredRules",
    CASE WHEN ${hasRules} THEN (SELECT json_array(who.id,
        (SELECT count(*) FROM redemptions
          WHERE voucher_id = vouchers.id AND customer_id = who.id AND ${inEffect}),
        CASE WHEN EXISTS (SELECT 1 ${assigned} AND instr(r.rules, '"customer.metadata"') > 0)
          THEN (SELECT json(metadata) FROM customers WHERE customers.id = who.id) END) FROM ${who} AS who)
    END AS redeemer
    FROM json_each(${sql.placeholder('codes')}) AS asked
      JOIN ${vouchers} ON vouchers.seq = ${seqOfVoucher(sql`asked.value`)}`,
);

/**
 * A precondition of a redemption: that a voucher's uses are between `min` and `max`, both included, or that a
 * validation rule is at a version between them.
 */
export type RulePrecondition = { voucherId: string; min: number; max: number } & (
  | { use: keyof VoucherUses; day: string; customerId: string | null; customerSourceId: string | null }
  | { use: 'rule'; ruleId: string }
);

const customerNow = sql`coalesce((SELECT id FROM customers WHERE id = w.customerId),
  (SELECT id FROM customers WHERE source_id = w.customerSourceId))`;

/** The uses or the version that a precondition `w` is about, as they are now. */
const present = sql`CASE w.use
  WHEN 'rule' THEN (SELECT version FROM validation_rules WHERE id = w.ruleId)
  WHEN 'total' THEN v.redeemed_quantity
  WHEN 'amount' THEN v.redeemed_amount
  WHEN 'day' THEN iif(w.day > v.redeemed_day, 0, v.redeemed_in_day)
  WHEN 'month' THEN iif(substr(w.day, 1, 7) > substr(v.redeemed_day, 1, 7), 0, v.redeemed_in_month)
  WHEN 'customer' THEN (SELECT count(*) FROM redemptions WHERE voucher_id = w.voucherId
    AND customer_id = ${customerNow} AND ${inEffect})
END`;

/** Aborts the batch when one of the preconditions bound as `preconditions` no longer holds. */
export const refuseOutdatedRules = compile<{ preconditions: string }>(
  sql`${jsonRows('preconditions', [
    ...['voucherId', 'use', 'min', 'max', 'day'],
    ...['customerId', 'customerSourceId', 'ruleId'],
  ])}
    ${refuse(
      reason('validation_rules_outdated', {}),
      sql`FROM w LEFT JOIN vouchers AS v ON v.id = w.voucherId
        WHERE coalesce(${present}, -1) NOT BETWEEN w.min AND w.max LIMIT 1`,
    )}`,
);

import { type SQL, sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { columnsOf } from '../sql/row-columns.ts';
import { seqOfVoucher, trimmedCode } from '../sql/seq-of.ts';
import { vouchers } from '../tables/vouchers.ts';

/** A voucher as it is read, with a JSON array of its assignments to validation rules: id, rule's id and time of each. */
export interface VoucherRow extends Omit<typeof vouchers.$inferSelect, 'position' | 'seq'> {
  assignments: string;
}

/** Tells whether a voucher requires validation rules; one that does not costs no row read. */
export const hasRules: SQL = sql`EXISTS (SELECT 1 FROM validation_rules_assignments WHERE voucher_id = vouchers.id)`;

export const voucherColumns = columnsOf<VoucherRow>(
  vouchers,
  ['position', 'seq'],
  ['discount', 'metadata', 'assignments'],
  {
    assignments: sql`iif(${hasRules}, (SELECT json_group_array(json_array(id, rule_id, created_at)) FROM (
      SELECT id, rule_id, created_at FROM validation_rules_assignments WHERE voucher_id = vouchers.id ORDER BY seq)), '[]')`,
  },
);
const { selected, snapshot } = voucherColumns;

const CODE = sql`${sql.placeholder('code')}`;

/** The voucher by id, else by code. */
export const voucherByCode = compile<{ code: string }, VoucherRow>(
  sql`SELECT ${selected} FROM ${vouchers} WHERE seq = ${seqOfVoucher(CODE)}`,
);

/** The vouchers that the JSON array `codes` names, each by id, else by code; `place` is its place in the array. */
export const vouchersByCodes = compile<{ codes: string }, VoucherRow & { place: number }>(
  sql`SELECT asked.key AS place, ${selected} FROM json_each(${sql.placeholder('codes')}) AS asked
    JOIN ${vouchers} ON vouchers.seq = ${seqOfVoucher(sql`asked.value`)}`,
);

const asked = trimmedCode(sql`asked.value`);

/**
 * The codes that differ from those of the JSON array `codes` in case alone, `place` being the place in it: those in capitals, in small
 * letters, or with a capital first, which the index of codes finds.
 */
export const likeCodes = compile<{ codes: string }, { place: number; code: string }>(
  sql`SELECT asked.key AS place, min(code) AS code FROM json_each(${sql.placeholder('codes')}) AS asked
    JOIN ${vouchers} ON code IN (upper(${asked}), lower(${asked}), upper(substr(${asked}, 1, 1)) || lower(substr(${asked}, 2)))
    GROUP BY asked.key`,
);

/** The vouchers of the JSON array `ids` as one JSON array of snapshots: a part of what is kept for an idempotency key. */
export const vouchersSnapshot: SQL = sql`SELECT json_group_array(json(shown)) FROM (
  SELECT ${snapshot} AS shown FROM json_each(${sql.placeholder('voucherIds')}) AS asked
    JOIN vouchers ON vouchers.id = asked.value ORDER BY asked.key)`;

/** The voucher that a redemption or rollback used, if it is still there. */
export const voucherOfRedemption = compile<{ id: string }, VoucherRow>(
  sql`SELECT ${selected} FROM ${vouchers}
    WHERE id = (SELECT voucher_id FROM redemptions WHERE redemptions.id = ${sql.placeholder('id')})`,
);

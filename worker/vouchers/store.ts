import { type SQL, sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { columnsOf } from '../sql/row-columns.ts';
import { vouchers } from '../tables.ts';

/** A voucher as it is read. */
export type VoucherRow = Omit<typeof vouchers.$inferSelect, 'position' | 'seq'>;

export const voucherColumns = columnsOf<VoucherRow>(vouchers, ['position', 'seq'], ['discount', 'metadata']);
const { selected, snapshot } = voucherColumns;

/** The row of that id, else of that code. */
export const seqOfVoucher = (name: SQL): SQL =>
  sql`coalesce((SELECT seq FROM vouchers WHERE id = ${name}), (SELECT seq FROM vouchers WHERE code = ${name}))`;

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

/** The vouchers of the JSON array `ids` as one JSON array of snapshots: a part of what is kept for an idempotency key. */
export const vouchersSnapshot: SQL = sql`SELECT json_group_array(json(shown)) FROM (
  SELECT ${snapshot} AS shown FROM json_each(${sql.placeholder('voucherIds')}) AS asked
    JOIN vouchers ON vouchers.id = asked.value ORDER BY asked.key)`;

/** The voucher that a redemption or rollback used, if it is still there. */
export const voucherOfRedemption = compile<{ id: string }, VoucherRow>(
  sql`SELECT ${selected} FROM ${vouchers}
    WHERE id = (SELECT voucher_id FROM redemptions WHERE redemptions.id = ${sql.placeholder('id')})`,
);

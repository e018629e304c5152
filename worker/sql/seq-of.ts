import { type SQL, sql } from 'drizzle-orm';

/** The row of that id, else of that source_id: two values, since a write may give only one of them. */
export const seqOf = (table: string, id: SQL, sourceId: SQL): SQL =>
  sql`coalesce(${seqById(table, id)}, ${seqBySourceId(table, sourceId)})`;

export const seqById = (table: string, id: SQL): SQL =>
  sql`(SELECT seq FROM ${sql.raw(table)} WHERE id = ${id})`;

export const seqBySourceId = (table: string, sourceId: SQL): SQL =>
  sql`(SELECT seq FROM ${sql.raw(table)} WHERE source_id = ${sourceId})`;

/** A code without the white space around it that comes with a copy: no code has any. */
export const trimmedCode = (name: SQL): SQL => sql`trim(${name}, char(9, 10, 13, 32, 160))`;

/** The voucher of that id, else of that code. */
export const seqOfVoucher = (name: SQL): SQL =>
  sql`coalesce(${seqById('vouchers', name)}, (SELECT seq FROM vouchers WHERE code = ${trimmedCode(name)}))`;

import { sql } from 'drizzle-orm';
import type { Discount } from '../../shared/vouchers/discounts.ts';
import { compile } from '../database.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { isStale, seqOfVoucher, staleReason, type WriteMatch } from '../sql/refusals.ts';
import { upsert } from '../sql/upsert.ts';
import { REFUSALS } from '../tables.ts';
import { type VoucherRow, voucherColumns } from './store.ts';

/** What is written of a voucher, which `matchId` names by id or code: null is "not given", '' clears. Metadata is merged. */
export interface VoucherWrite extends WriteMatch {
  newId: string;
  at: number;
  by: string;
  code: string | null;
  category: string | null;
  discount: Discount | null;
  startDate: number | '' | null;
  expirationDate: number | '' | null;
  validityDays: readonly number[] | '' | null;
  active: boolean | null;
  quantity: number | '' | null;
  additionalInfo: string | null;
  metadata: Record<string, unknown> | null;
}

const matched = seqOfVoucher(sql`w.matchId`);

/** Aborts the batch if the voucher must not be written so: a code is given once, and stays. */
export const refuseVoucher = compile<{ writes: string }>(
  sql`${jsonRows('writes', ['matchId', 'mustExist', 'ifMatch', 'code', 'startDate', 'expirationDate'])}
    INSERT INTO ${REFUSALS} (reason) SELECT reason FROM (SELECT CASE
      WHEN w.mustExist AND old.seq IS NULL THEN json_object('key', 'not_found', 'type', 'voucher', 'id', w.matchId)
      WHEN NOT w.mustExist AND old.seq IS NOT NULL
        THEN json_object('key', 'duplicate_found', 'type', 'voucher', 'id', w.matchId,
          'details', 'A voucher has this code.')
      WHEN ${isStale} THEN ${staleReason('voucher', sql`w.matchId`)}
      WHEN w.mustExist AND w.code <> old.code
        THEN json_object('key', 'invalid_payload', 'path', 'code', 'details', 'cannot be changed')
      WHEN nullif(coalesce(w.startDate, old.start_date), '') > nullif(coalesce(w.expirationDate, old.expiration_date), '')
        THEN json_object('key', 'invalid_payload', 'path', 'expiration_date', 'details', 'must not be before start_date')
    END AS reason FROM w LEFT JOIN vouchers AS old ON old.seq = ${matched}) WHERE reason IS NOT NULL`,
);

/** Makes the voucher, or changes it where something differs. */
export const upsertVoucher = compile<{ writes: string }>(
  upsert(
    'vouchers',
    'writes',
    {
      id: sql`coalesce((SELECT id FROM vouchers WHERE seq = ${matched}), w.newId)`,
      reads: ['matchId', 'newId'],
    },
    {
      scalars: [
        'code',
        'category',
        'discount',
        'start_date',
        'expiration_date',
        'validity_days',
        'active',
        'quantity',
        'additional_info',
      ],
      merged: { metadata: "'{}'" },
    },
  ),
);

const ofWrites = sql`FROM w JOIN vouchers ON vouchers.seq = ${matched}`;

/** The voucher that was written. */
export const writtenVoucher = compile<{ writes: string }, VoucherRow>(
  sql`${jsonRows('writes', ['matchId'])} SELECT ${voucherColumns.selected} ${ofWrites}`,
);

export const writtenVoucherSnapshot = sql`${jsonRows('writes', ['matchId'])} SELECT ${voucherColumns.snapshot} ${ofWrites}`;

/** Deletes the voucher by id, else by code; its redemptions stay. */
export const deleteVoucher = compile<{ code: string }>(
  sql`DELETE FROM vouchers WHERE seq = ${seqOfVoucher(sql`${sql.placeholder('code')}`)}`,
);

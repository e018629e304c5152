import { sql } from 'drizzle-orm';
import type { Discount } from '../../shared/vouchers/discounts.ts';
import { compile } from '../database.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { reason, refuseFirst } from '../sql/refusals.ts';
import { seqOfVoucher } from '../sql/seq-of.ts';
import { upsert } from '../sql/upsert.ts';
import { isStale, staleReason, type WriteMatch } from '../sql/write-match.ts';
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
const ofVoucher = { type: 'voucher', id: sql`w.matchId` };
const invalid = (path: string, message: string) => reason('invalid_payload', { errors: [{ path, message }] });
const next = (field: string, column: string) => sql.raw(`nullif(coalesce(w.${field}, old.${column}), '')`);

/** Aborts the batch if the voucher must not be written so: a code is given once, and stays. */
export const refuseVoucherWrite = compile<{ writes: string }>(
  sql`${jsonRows('writes', ['matchId', 'mustExist', 'ifMatch', 'code', 'startDate', 'expirationDate'])}
    ${refuseFirst(
      [
        [sql`w.mustExist AND old.seq IS NULL`, reason('not_found', ofVoucher)],
        [
          sql`NOT w.mustExist AND old.seq IS NOT NULL`,
          reason('duplicate_found', { ...ofVoucher, details: 'A voucher has this code.' }),
        ],
        [isStale, staleReason(ofVoucher.type, ofVoucher.id)],
        [sql`w.mustExist AND w.code <> old.code`, invalid('code', 'cannot be changed')],
        [
          sql`${next('startDate', 'start_date')} > ${next('expirationDate', 'expiration_date')}`,
          invalid('expiration_date', 'must not be before start_date'),
        ],
      ],
      sql`FROM w LEFT JOIN vouchers AS old ON old.seq = ${matched}`,
    )}`,
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

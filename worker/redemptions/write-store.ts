import { type SQL, sql } from 'drizzle-orm';
import type { RedeemableRefusal } from '../../shared/voucher-refusals.ts';
import { compile } from '../database.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { seqOf } from '../sql/seq-of.ts';

/** A redemption or rollback to be written, as the store's SQL reads it from JSON. */
export interface RedemptionWrite {
  id: string;
  parentId: string | null;
  redemptionId: string | null;
  voucherId: string | null;
  voucherCode: string | null;
  orderId: string | null;
  /** Who redeems, where it is not the order's customer: by id, else source_id, else the new id under which it was written. */
  customerId: string | null;
  customerSourceId: string | null;
  customerNewId: string | null;
  trackingId: string | null;
  failureCode: RedeemableRefusal | null;
  failureMessage: string | null;
  reason: string | null;
  discountAmount: number;
  itemsDiscountAmount: number;
  metadata: Record<string, unknown> | null;
  at: number;
  by: string;
}

const customerBy = (column: string, value: string): SQL =>
  sql.raw(`(SELECT id FROM customers WHERE ${column} = w.${value})`);

/** Writes redemptions, failed ones, and rollbacks; triggers count them. */
export const insertRedemptions = compile<{ redemptions: string }>(
  sql`${jsonRows('redemptions', [
    'id',
    'parentId',
    'redemptionId',
    'voucherId',
    'voucherCode',
    'orderId',
    'customerId',
    'customerSourceId',
    'customerNewId',
    'trackingId',
    'failureCode',
    'failureMessage',
    'reason',
    'discountAmount',
    'itemsDiscountAmount',
    'metadata',
    'at',
    'by',
  ])}
    INSERT INTO redemptions (id, parent_id, redemption_id, voucher_id, voucher_code, order_id, customer_id, tracking_id,
      result, failure_code, failure_message, reason, discount_amount, items_discount_amount, metadata, created_at, created_by)
    SELECT w.id, w.parentId, w.redemptionId, w.voucherId, w.voucherCode, w.orderId,
      coalesce(${customerBy('id', 'customerId')}, ${customerBy('source_id', 'customerSourceId')},
        ${customerBy('id', 'customerNewId')}, (SELECT customer_id FROM orders WHERE orders.id = w.orderId)),
      w.trackingId, iif(w.failureCode IS NULL, 'SUCCESS', 'FAILURE'), w.failureCode, w.failureMessage, w.reason,
      w.discountAmount, w.itemsDiscountAmount, w.metadata, w.at, w.by
    FROM w ORDER BY key`,
);

/** What a batch is refused with when a voucher, order or redemption is not as it was read: the caller looks again. */
export const REDEMPTION_OUTDATED = 'redemption_outdated';
const outdated = sql`SELECT json_object('key', ${sql.raw(`'${REDEMPTION_OUTDATED}'`)})`;

const presentVersion = sql`(SELECT version FROM orders
  WHERE seq = ${seqOf('orders', sql`${sql.placeholder('matchId')}`, sql`${sql.placeholder('matchSourceId')}`)})`;
const orderHasChanged = sql`${presentVersion} IS NOT ${sql.placeholder('version')}`;

/** Which order is written to, and the version it was read at; null where there is none yet. */
export type OrderAsRead = {
  matchId: string | null;
  matchSourceId: string | null;
  version: number | null;
};

/** Aborts the batch where the order is no longer as it was read, or one of the vouchers bound as `vouchers` by id and version. */
export const refuseOutdated = compile<OrderAsRead & { vouchers: string }>(
  sql`${jsonRows('vouchers', ['id', 'version'])}
    INSERT INTO refusals (reason) ${outdated} WHERE ${orderHasChanged}
      OR EXISTS (SELECT 1 FROM w LEFT JOIN vouchers ON vouchers.id = w.id WHERE vouchers.version IS NOT w.version)`,
);

/** The same where the redemption bound as `id` has been rolled back. */
export const refuseRolledBack = compile<OrderAsRead & { id: string }>(
  sql`INSERT INTO refusals (reason) ${outdated} WHERE ${orderHasChanged}
    OR EXISTS (SELECT 1 FROM redemptions WHERE redemptions.id = ${sql.placeholder('id')} AND rollback_id IS NOT NULL)`,
);

/** Failures as JSON: what is kept for an idempotency key instead of redemptions. */
export const failuresSnapshot: SQL = sql`SELECT json(${sql.placeholder('failures')})`;

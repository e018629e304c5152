import { type SQL, sql } from 'drizzle-orm';
import type { RedeemableRefusal } from '../../shared/errors.ts';
import { compile } from '../database.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { reason, refuse } from '../sql/refusals.ts';
import { seqOf } from '../sql/seq-of.ts';

/** A redemption or rollback to be written, as the store's SQL reads it from JSON. */
export interface RedemptionWrite {
  id: string;
  parentId: string | null;
  redemptionId: string | null;
  voucherId: string | null;
  voucherCode: string | null;
  orderId: string | null;
  /**
   * Who redeems, where it is not the order's customer: by id, else source_id, else the new id under which it
   * was written.
   */
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
    INSERT INTO redemptions (id, parent_id, redemption_id, voucher_id, voucher_code, order_id, customer_id,
      tracking_id, result, failure_code, failure_message, reason,
      discount_amount, items_discount_amount, metadata, created_at, created_by)
    SELECT w.id, w.parentId, w.redemptionId, w.voucherId, w.voucherCode, w.orderId,
      coalesce(${customerBy('id', 'customerId')}, ${customerBy('source_id', 'customerSourceId')},
        ${customerBy('id', 'customerNewId')}, (SELECT customer_id FROM orders WHERE orders.id = w.orderId)),
      w.trackingId, iif(w.failureCode IS NULL, 'SUCCESS', 'FAILURE'),
      w.failureCode, w.failureMessage, w.reason,
      w.discountAmount, w.itemsDiscountAmount, w.metadata, w.at, w.by
    FROM w ORDER BY key`,
);

const refuseWhen = (isOutdated: SQL): SQL =>
  refuse(reason('redemption_outdated', {}), sql`WHERE ${isOutdated}`);

const MATCH_ID = sql`${sql.placeholder('matchId')}`;
const MATCH_SOURCE_ID = sql`${sql.placeholder('matchSourceId')}`;
const presentVersion = sql`(SELECT version FROM orders
  WHERE seq = ${seqOf('orders', MATCH_ID, MATCH_SOURCE_ID)})`;
const orderHasChanged = sql`${presentVersion} IS NOT ${sql.placeholder('version')}`;

/** The order that is written to, and the version at which it was read; null when there is none yet. */
export type OrderAsRead = {
  matchId: string | null;
  matchSourceId: string | null;
  version: number | null;
};

/**
 * Aborts the batch when the order is no longer as it was read, or one of the vouchers bound as `vouchers` by
 * id and version.
 */
export const refuseOutdated = compile<OrderAsRead & { vouchers: string }>(
  sql`${jsonRows('vouchers', ['id', 'version'])}
    ${refuseWhen(sql`${orderHasChanged} OR EXISTS (
      SELECT 1 FROM w LEFT JOIN vouchers ON vouchers.id = w.id WHERE vouchers.version IS NOT w.version)`)}`,
);

/**
 * Aborts the batch when the order is no longer as it was read, or the redemption bound as `id` has been
 * rolled back.
 */
export const refuseRolledBack = compile<OrderAsRead & { id: string }>(
  refuseWhen(sql`${orderHasChanged} OR EXISTS (
    SELECT 1 FROM redemptions WHERE redemptions.id = ${sql.placeholder('id')} AND rollback_id IS NOT NULL)`),
);

/** Failures as JSON: what is kept for an idempotency key instead of redemptions. */
export const failuresSnapshot: SQL = sql`SELECT json(${sql.placeholder('failures')})`;

import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { RedeemableRefusal } from '../../shared/errors.ts';
import { MAX_ROW_JSON_BYTES } from '../../shared/limits.ts';
import type { RedemptionResult } from '../../shared/redemptions/redemptions.ts';
import { position } from './columns.ts';

/**
 * Redemptions and rollbacks, failed ones included. A row never changes, except that a trigger sets
 * `rollback_id` and `rolled_back_at` when it is rolled back. `redemption_id` of a rollback is the redemption
 * that it rolls back. A stack has a row of its own, without a voucher, which the others name as `parent_id`.
 * Amounts are what the voucher, or the whole stack, has taken off.
 */
export const redemptions = sqliteTable(
  'redemptions',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    parentId: text('parent_id'),
    redemptionId: text('redemption_id'),
    voucherId: text('voucher_id'),
    voucherCode: text('voucher_code'),
    orderId: text('order_id'),
    customerId: text('customer_id'),
    trackingId: text('tracking_id'),
    result: text().$type<RedemptionResult>().notNull(),
    failureCode: text('failure_code').$type<RedeemableRefusal>(),
    failureMessage: text('failure_message'),
    reason: text(),
    discountAmount: integer('discount_amount').notNull(),
    itemsDiscountAmount: integer('items_discount_amount').notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    rollbackId: text('rollback_id'),
    rolledBackAt: integer('rolled_back_at'),
    metadata: text(),
    position: position(),
  },
  (table) => [
    uniqueIndex('redemptions_id').on(table.id),
    index('redemptions_created').on(table.createdAt, table.position),
    index('redemptions_parent').on(table.parentId, table.position).where(sql`parent_id is not null`),
    index('redemptions_voucher')
      .on(table.voucherCode, table.createdAt, table.position)
      .where(sql`voucher_code is not null`),
    index('redemptions_order')
      .on(table.orderId, table.createdAt, table.position)
      .where(sql`order_id is not null`),
    index('redemptions_customer')
      .on(table.customerId, table.createdAt, table.position)
      .where(sql`customer_id is not null`),
    index('redemptions_uses')
      .on(table.voucherId, table.customerId)
      .where(
        sql`customer_id is not null and voucher_id is not null
          and result = 'SUCCESS' and redemption_id is null and rollback_id is null`,
      ),
    check('redemption_size', sql.raw(`coalesce(octet_length(metadata), 0) <= ${MAX_ROW_JSON_BYTES}`)),
  ],
);

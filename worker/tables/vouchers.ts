import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { MAX_ROW_JSON_BYTES } from '../../shared/limits.ts';
import { position } from './columns.ts';

/**
 * Vouchers. `discount` is JSON as in shared/vouchers/discounts.ts, `validity_days` a JSON array of days of
 * the week, 0 being Sunday; a `quantity` of NULL is without limit.
 *
 * Triggers keep `redeemed_quantity`, which they refuse to raise above the quantity, `redeemed_amount`, the
 * total the voucher has taken off, and the number of redemptions on `redeemed_day` (YYYY-MM-DD in UTC, the
 * latest with any) and in its month. They make no version, and leave out what was rolled back.
 */
export const vouchers = sqliteTable(
  'vouchers',
  {
    seq: integer().primaryKey(),
    id: text().notNull(),
    code: text().notNull(),
    category: text(),
    discount: text().notNull(),
    startDate: integer('start_date'),
    expirationDate: integer('expiration_date'),
    validityDays: text('validity_days'),
    active: integer().notNull(),
    quantity: integer(),
    redeemedQuantity: integer('redeemed_quantity').notNull().default(0),
    redeemedAmount: integer('redeemed_amount').notNull().default(0),
    redeemedDay: text('redeemed_day').notNull().default(''),
    redeemedInDay: integer('redeemed_in_day').notNull().default(0),
    redeemedInMonth: integer('redeemed_in_month').notNull().default(0),
    additionalInfo: text('additional_info'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at'),
    version: integer().notNull().default(1),
    metadata: text().notNull().default('{}'),
    position: position(),
  },
  (table) => [
    uniqueIndex('vouchers_id').on(table.id),
    uniqueIndex('vouchers_code').on(table.code),
    index('vouchers_updated').on(table.updatedAt, table.createdAt, table.position),
    index('vouchers_changed').on(table.createdAt, table.position).where(sql`updated_at is not null`),
    check('voucher_size', sql.raw(`octet_length(metadata) <= ${MAX_ROW_JSON_BYTES}`)),
  ],
);

import { sql } from 'drizzle-orm';
import type { ListVouchersQuery, VoucherFilterField } from '../../shared/vouchers/voucher-lists.ts';
import { defineList } from '../lists/define-list.ts';
import { expression, type FilterColumns, fieldsOf } from '../lists/filter-columns.ts';
import { sortBy, timeSorts } from '../lists/pagination.ts';
import { rangeShortcut, shortcut } from '../lists/shortcuts.ts';
import { type VoucherRow, voucherColumns } from './store.ts';

const { plain, indexed, sorted, metadata } = fieldsOf('vouchers');
const ofDiscount = (field: string) => expression(sql.raw(`(vouchers.discount ->> '$.${field}')`));

const columns = {
  code: indexed('code'),
  category: plain('category'),
  active: expression(sql`iif(vouchers.active, 'true', 'false')`),
  'discount.type': ofDiscount('type'),
  'discount.amount_off': ofDiscount('amount_off'),
  'discount.percent_off': ofDiscount('percent_off'),
  'redemption.quantity': plain('quantity'),
  'redemption.redeemed_quantity': plain('redeemed_quantity'),
  start_date: plain('start_date'),
  expiration_date: plain('expiration_date'),
  created_at: sorted('created_at'),
  updated_at: sorted('updated_at'),
  metadata,
} satisfies FilterColumns<VoucherFilterField>;

export const voucherList = defineList<VoucherRow, ListVouchersQuery>({
  table: 'vouchers',
  select: voucherColumns.selected,
  columns,
  shortcuts: (query) => [
    ...shortcut('code', '$is', query.code),
    ...shortcut('category', '$is', query.category),
    ...rangeShortcut('created_at', query.created_at),
    ...rangeShortcut('updated_at', query.updated_at),
  ],
  sorts: { ...timeSorts('vouchers'), code: sortBy('code') },
  total: 'kept',
});

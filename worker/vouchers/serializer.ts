import { formatTimestamp } from '../../shared/times.ts';
import type { Voucher } from '../../shared/vouchers/vouchers.ts';
import { toAssignment } from '../validation-rules/serializer.ts';
import type { VoucherRow } from './store.ts';

const formatOptional = (moment: number | null): string | null =>
  moment === null ? null : formatTimestamp(moment);

/** The assignments of a voucher as a list. */
function toAssignments({ id: voucherId, assignments }: VoucherRow): Voucher['validation_rules_assignments'] {
  const kept: [id: string, ruleId: string, createdAt: number][] = JSON.parse(assignments);
  const data = kept.map(([id, ruleId, createdAt]) => toAssignment({ id, ruleId, voucherId, createdAt }));
  return { object: 'list', data_ref: 'data', data, total: data.length };
}

/** A stored voucher as the API answers it. */
export const toVoucher = (row: VoucherRow): Voucher => ({
  id: row.id,
  object: 'voucher',
  code: row.code,
  type: 'DISCOUNT_VOUCHER',
  category: row.category,
  discount: JSON.parse(row.discount),
  start_date: formatOptional(row.startDate),
  expiration_date: formatOptional(row.expirationDate),
  validity_day_of_week: row.validityDays === null ? null : JSON.parse(row.validityDays),
  active: row.active === 1,
  additional_info: row.additionalInfo,
  metadata: JSON.parse(row.metadata),
  is_referral_code: false,
  redemption: {
    object: 'list',
    quantity: row.quantity,
    redeemed_quantity: row.redeemedQuantity,
    url: `/v1/vouchers/${encodeURIComponent(row.code)}/redemption`,
  },
  validation_rules_assignments: toAssignments(row),
  created_at: formatTimestamp(row.createdAt),
  updated_at: formatOptional(row.updatedAt),
});

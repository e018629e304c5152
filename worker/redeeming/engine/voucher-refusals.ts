import type { VoucherRefusal } from '../../../shared/errors.ts';

/**
 * When and how often a voucher may be used. Moments are milliseconds, days of the week those of UTC, 0 being
 * Sunday.
 */
export interface VoucherValidity {
  active: boolean;
  startDate: number | null;
  expirationDate: number | null;
  validityDays: readonly number[] | null;
  quantity: number | null;
  redeemedQuantity: number;
}

/**
 * Finds why a voucher cannot be used at the moment `now`; undefined when it can. It is valid from its start
 * date to its expiration date, both included, to the millisecond.
 */
export function refusalOf(voucher: VoucherValidity, now: number): VoucherRefusal | undefined {
  const { active, startDate, expirationDate, validityDays, quantity, redeemedQuantity } = voucher;
  if (!active) return 'voucher_disabled';
  if (startDate !== null && now < startDate) return 'voucher_not_active';
  if (expirationDate !== null && now > expirationDate) return 'voucher_expired';
  if (validityDays !== null && !validityDays.includes(new Date(now).getUTCDay()))
    return 'voucher_not_active_now';
  if (quantity !== null && redeemedQuantity >= quantity) return 'quantity_exceeded';
  return undefined;
}

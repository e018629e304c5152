import type { RedeemableRefusal, RuleRefusal, VoucherRefusal } from '../../shared/errors.ts';
import { errorKeys } from '../../shared/errors.ts';
import { caseCounts } from '../vouchers/no-voucher.ts';
import type { VoucherRow } from '../vouchers/store.ts';
import { refusalOf } from './engine/voucher-refusals.ts';

/** Why a voucher cannot be used, in words. */
export interface Refusal {
  key: RedeemableRefusal;
  message: string;
  details: string;
  /** The message that the validation rule brings. */
  ruleMessage?: string;
}

type Details = (name: string, voucher: VoucherRow | undefined, like: string | undefined) => string;
const details: Record<VoucherRefusal, Details> = {
  resource_not_found: (name, _, like) =>
    `There is no voucher ${name}.${like === undefined ? '' : ` ${caseCounts(like)}`}`,
  voucher_disabled: (name) => `Voucher ${name} is switched off.`,
  voucher_not_active: (name, voucher) => `Voucher ${name} is valid from ${formatMoment(voucher?.startDate)}.`,
  voucher_expired: (name, voucher) =>
    `Voucher ${name} was valid to ${formatMoment(voucher?.expirationDate)}.`,
  voucher_not_active_now: (name) => `Voucher ${name} is not valid on this day of the week.`,
  quantity_exceeded: (name, voucher) =>
    `Voucher ${name} was redeemed ${voucher?.redeemedQuantity} of ${voucher?.quantity} times.`,
};

const formatMoment = (moment: number | null | undefined): string => new Date(moment ?? 0).toISOString();

/**
 * Refuses a voucher that cannot be used at all.
 * @param like the code of one that was probably meant, where there is none of that name
 */
export function refuseVoucher(
  name: string,
  { voucher, like }: { voucher: VoucherRow | undefined; like: string | undefined },
  now: number,
): Refusal | undefined {
  const key = voucher
    ? refusalOf(
        {
          ...voucher,
          active: voucher.active === 1,
          validityDays: voucher.validityDays === null ? null : JSON.parse(voucher.validityDays),
        },
        now,
      )
    : 'resource_not_found';
  return key && { key, message: errorKeys[key].message, details: details[key](name, voucher, like) };
}

/**
 * Refuses a voucher whose validation rule does not hold; `ruleMessage` is the message that the rule brings.
 */
export const refuseRule = (key: RuleRefusal, details: string, ruleMessage?: string | null): Refusal => ({
  key,
  message: errorKeys[key].message,
  details,
  ...(ruleMessage && { ruleMessage }),
});

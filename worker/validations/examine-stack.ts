import { errorKeys } from '../../shared/errors.ts';
import { applyDiscount, type DiscountParts } from '../../shared/order-discounts.ts';
import { refusalOf, type VoucherRefusal } from '../../shared/voucher-refusals.ts';
import { invalidField } from '../errors.ts';
import { newId } from '../identifiers.ts';
import { discountDraft, type OrderDraft, toDiscounted } from '../orders/order-draft.ts';
import type { VoucherRow } from '../vouchers/store.ts';
import type { Stack } from './read-stack.ts';

/** Why a voucher cannot be used, in words. */
export interface Refusal {
  key: VoucherRefusal;
  message: string;
  details: string;
}

/** What became of one redeemable of a stack. */
export interface Examined {
  /** As the request has it: a code, or an id. */
  name: string;
  /** The id of its redemption, if it comes to that. */
  redemption: string;
  voucher: VoucherRow | undefined;
  refusal: Refusal | undefined;
  /** What it takes off; nothing where there is no order. */
  parts: DiscountParts;
  /** The order after it. */
  draft: OrderDraft | undefined;
}

const details: Record<VoucherRefusal, (name: string, voucher: VoucherRow | undefined) => string> = {
  resource_not_found: (name) => `There is no voucher ${name}.`,
  voucher_disabled: (name) => `Voucher ${name} is switched off.`,
  voucher_not_active: (name, voucher) => `Voucher ${name} is valid from ${formatMoment(voucher?.startDate)}.`,
  voucher_expired: (name, voucher) =>
    `Voucher ${name} was valid to ${formatMoment(voucher?.expirationDate)}.`,
  voucher_not_active_now: (name) => `Voucher ${name} is not valid on this day of the week.`,
  quantity_exceeded: (name, voucher) =>
    `Voucher ${name} was redeemed ${voucher?.redeemedQuantity} of ${voucher?.quantity} times.`,
};

const formatMoment = (moment: number | null | undefined): string => new Date(moment ?? 0).toISOString();

function refuse(name: string, voucher: VoucherRow | undefined, now: number): Refusal | undefined {
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
  return key && { key, message: errorKeys[key].message, details: details[key](name, voucher) };
}

const nothing: DiscountParts = { order: 0, lines: [] };

/**
 * Examines the redeemables in turn: each that can be used sees the order as those before it have left it.
 * @param now milliseconds
 * @throws ApiError invalid_payload where a voucher is named twice, by code and by id
 */
export function examineStack(
  names: readonly string[],
  { vouchers, draft: start }: Stack,
  now: number,
): Examined[] {
  let draft = start;
  const seen = new Set<string>();
  return names.map((name, place) => {
    const voucher = vouchers.get(place);
    if (voucher && seen.has(voucher.id))
      throw invalidField('invalid_payload', `redeemables[${place}].id`, 'is in the stack already');
    if (voucher) seen.add(voucher.id);
    const refusal = refuse(name, voucher, now);
    const redemption = newId('redemption');
    if (!voucher || refusal || !draft)
      return { name, redemption, voucher, refusal, parts: nothing, draft: undefined };
    const parts = applyDiscount(toDiscounted(draft), JSON.parse(voucher.discount));
    draft = discountDraft(draft, parts, redemption);
    return { name, redemption, voucher, refusal, parts, draft };
  });
}

import type { DiscountParts } from '../../shared/order-discounts.ts';
import { invalidField } from '../http/errors.ts';
import { newId } from '../identifiers.ts';
import { discountDraft, type OrderDraft } from '../orders/order-draft.ts';
import type { RuleGround } from '../vouchers/demands-store.ts';
import type { VoucherRow } from '../vouchers/store.ts';
import { type DemandedRule, noDemands } from './demands.ts';
import { discountOf } from './discount-lines.ts';
import { examineRules } from './examine-rules.ts';
import type { Stack } from './read-stack.ts';
import { type Refusal, refuseVoucher } from './refusal.ts';

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
  /** The validation rules that it demands, and on what grounds they hold. */
  rules: readonly DemandedRule[];
  grounds: readonly RuleGround[];
}

const nothing: DiscountParts = { order: 0, lines: [] };

/**
 * Examines the redeemables in turn: each that can be used sees the order as those before it have left it.
 * @param now milliseconds
 * @throws ApiError invalid_payload where a voucher is named twice, by code and by id
 */
export function examineStack(
  names: readonly string[],
  { vouchers, demands, redeemer, draft: start }: Stack,
  now: number,
): Examined[] {
  let draft = start;
  const seen = new Set<string>();
  return names.map((name, place) => {
    const voucher = vouchers.get(place);
    if (voucher && seen.has(voucher.id))
      throw invalidField('invalid_payload', `redeemables[${place}].id`, 'is in the stack already');
    if (voucher) seen.add(voucher.id);
    const redemption = newId('redemption');
    const demanded = demands.get(place) ?? noDemands;
    const { rules } = demanded;
    const one = { name, redemption, voucher, rules, grounds: [], parts: nothing, draft: undefined };
    const refused = refuseVoucher(name, voucher, now);
    if (!voucher || refused) return { ...one, refusal: refused };
    const parts = draft ? discountOf(voucher, rules, draft) : nothing;
    const verdict = examineRules(demanded, { name, voucher, draft, parts, redeemer, now });
    if (verdict.refusal) return { ...one, refusal: verdict.refusal };
    draft = draft && discountDraft(draft, parts, redemption);
    return { ...one, ...verdict, parts, draft };
  });
}

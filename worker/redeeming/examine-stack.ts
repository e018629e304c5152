import { invalidField } from '../http/errors.ts';
import { newId } from '../identifiers.ts';
import type { RulePrecondition } from '../vouchers/required-rules-store.ts';
import type { VoucherRow } from '../vouchers/store.ts';
import { discountOf } from './discount-lines.ts';
import type { DiscountParts } from './engine/order-discounts.ts';
import { examineRules } from './examine-rules.ts';
import { discountDraft, type OrderDraft } from './order-draft.ts';
import type { Stack } from './read-stack.ts';
import { type Refusal, refuseVoucher } from './refusal.ts';
import { requireRoom } from './request-guards.ts';
import { noRequiredRules, type RequiredRule } from './required-rules.ts';

/** One redeemable of a stack after it was examined. */
export interface Examined {
  /** As the request has it: a code, or an id. */
  name: string;
  /** The id of its redemption, if it comes to that. */
  redemption: string;
  voucher: VoucherRow | undefined;
  refusal: Refusal | undefined;
  /** The amounts that it takes off; none without an order. */
  parts: DiscountParts;
  /** The order after it. */
  draft: OrderDraft | undefined;
  /** The validation rules that it requires, and under which preconditions they hold. */
  rules: readonly RequiredRule[];
  preconditions: readonly RulePrecondition[];
}

const nothing: DiscountParts = { order: 0, lines: [] };

/**
 * Examines the redeemables one after another: each that can be used sees the order as those before it have
 * left it.
 * @param now milliseconds
 * @throws ApiError invalid_payload where a voucher is named twice, by code and by id, and what requireRoom
 *   throws where all can be used
 */
export function examineStack(
  names: readonly string[],
  { vouchers, likeCodes, requiredRules, redeemer, draft: start }: Stack,
  now: number,
): Examined[] {
  let draft = start;
  const seen = new Set<string>();
  const examined = names.map((name, place): Examined => {
    const voucher = vouchers.get(place);
    if (voucher && seen.has(voucher.id))
      throw invalidField('invalid_payload', `redeemables[${place}].id`, 'is in the stack already');
    if (voucher) seen.add(voucher.id);
    const redemption = newId('redemption');
    const required = requiredRules.get(place) ?? noRequiredRules;
    const { rules } = required;
    const one = { name, redemption, voucher, rules, preconditions: [], parts: nothing, draft: undefined };
    const refused = refuseVoucher(name, { voucher, like: likeCodes.get(place) }, now);
    if (!voucher || refused) return { ...one, refusal: refused };
    const parts = draft ? discountOf(voucher, rules, draft) : nothing;
    const verdict = examineRules(required, { name, voucher, draft, parts, redeemer, now });
    if (verdict.refusal) return { ...one, refusal: verdict.refusal };
    draft = draft && discountDraft(draft, parts, redemption);
    return { ...one, ...verdict, parts, draft };
  });
  if (draft && examined.every(({ refusal }) => !refusal)) requireRoom(draft);
  return examined;
}

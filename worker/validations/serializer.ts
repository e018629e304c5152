import { errorKeys } from '../../shared/errors.ts';
import {
  type CalculatedOrder,
  type OrderAmounts,
  type RedeemableError,
  type StackValidation,
  stackingRules,
  type VoucherValidation,
} from '../../shared/redemptions/validations.ts';
import { newId } from '../identifiers.ts';
import { toAmounts, toOrder, toOrderOf } from '../orders/serializer.ts';
import { discountUnder } from '../redeeming/discount-lines.ts';
import { amountsOf } from '../redeeming/engine/order-discounts.ts';
import type { Examined } from '../redeeming/examine-stack.ts';
import { type OrderDraft, toDraftRow, toRuleLines } from '../redeeming/order-draft.ts';
import type { Refusal } from '../redeeming/refusal.ts';
import { indicesOf } from '../validation-rules/engine/applicable-lines.ts';
import { toVoucher } from '../vouchers/serializer.ts';

/** The parts of a reply that the request decides. */
export interface ValidationReply {
  requestId: string;
  trackingId: string | undefined;
}

/** An order that is not stored has no id, unless the request has made one, and no dates. */
function toCalculated(draft: OrderDraft): CalculatedOrder {
  const { id, created_at, updated_at, ...order } = toOrder(toDraftRow(draft));
  const { matchId } = draft.entry.write;
  if (draft.present) return { id, created_at, updated_at, ...order };
  return { ...(matchId !== null && { id }), ...order };
}

/** The order after one redeemable, with what that took off. */
function toOwnAmounts(draft: OrderDraft, { redemption, parts }: Examined): OrderAmounts {
  const own = { redemptions: [redemption], ...amountsOf(parts) };
  const { id, ...amounts } = toAmounts(toOrderOf(toDraftRow(draft), own));
  return draft.present ? { id, ...amounts } : amounts;
}

const toError = (
  name: string,
  { key, message, details, ruleMessage }: Refusal,
  requestId: string,
): RedeemableError => ({
  code: errorKeys[key].status,
  key,
  message,
  details,
  request_id: requestId,
  resource_id: name,
  resource_type: 'voucher',
  ...(ruleMessage !== undefined && { error: { message: ruleMessage } }),
});

/**
 * The products and SKUs that rules let the discount touch, or keep it from, with the places of their lines.
 */
function toLines({ rules, draft }: Examined, of: 'included' | 'excluded') {
  const lines = draft ? toRuleLines(draft) : [];
  const data = rules
    .flatMap(({ applicable }) => applicable[of])
    .map((one) => ({ ...one, order_item_indices: indicesOf(one, lines) }));
  return { object: 'list' as const, data_ref: 'data' as const, data, total: data.length };
}

type Redeemables = StackValidation['redeemables'];

function toRedeemable(
  one: Examined,
  { requestId }: ValidationReply,
  isSkipped: boolean,
): Redeemables[number] {
  const { name, voucher, refusal, draft } = one;
  const shown = voucher && toVoucher(voucher);
  const redeemable = { id: name, object: 'voucher' as const, ...(shown && { metadata: shown.metadata }) };
  if (refusal || !voucher || !shown) {
    const error = toError(name, refusal as Refusal, requestId);
    const details = { key: error.key, message: error.error?.message ?? error.details };
    return { status: 'INAPPLICABLE', ...redeemable, result: { error, details } };
  }
  if (isSkipped) {
    const message = 'A redeemable before it does not apply.';
    return {
      status: 'SKIPPED',
      ...redeemable,
      result: { details: { key: 'preceding_validation_failed', message } },
    };
  }
  return {
    status: 'APPLICABLE',
    ...redeemable,
    ...(draft && { order: toOwnAmounts(draft, one) }),
    applicable_to: toLines(one, 'included'),
    inapplicable_to: toLines(one, 'excluded'),
    result: { discount: discountUnder(voucher, one.rules) },
  };
}

/** Answers the validation of a stack: it is valid when all of its vouchers apply. */
export function toStackValidation(examined: readonly Examined[], reply: ValidationReply): StackValidation {
  const firstRefused = examined.findIndex(({ refusal }) => refusal !== undefined);
  const valid = firstRefused < 0;
  const redeemables = examined.map((one, place) => toRedeemable(one, reply, !valid && place > firstRefused));
  const draft = examined.at(-1)?.draft;
  const ofStatus = <Status extends Redeemables[number]['status']>(status: Status) =>
    redeemables.filter(
      (one): one is Extract<Redeemables[number], { status: Status }> => one.status === status,
    );
  const [inapplicable, skipped] = [ofStatus('INAPPLICABLE'), ofStatus('SKIPPED')];
  return {
    id: newId('validation'),
    valid,
    redeemables,
    ...(inapplicable.length > 0 && { inapplicable_redeemables: inapplicable }),
    ...(skipped.length > 0 && { skipped_redeemables: skipped }),
    ...(valid && draft && { order: toCalculated(draft) }),
    tracking_id: reply.trackingId ?? newId('tracking'),
    stacking_rules: stackingRules,
  };
}

/** Answers the validation of one voucher. */
export function toVoucherValidation(
  one: Examined,
  { requestId, trackingId }: ValidationReply,
): VoucherValidation {
  const { name, voucher, refusal, draft } = one;
  const tracking_id = trackingId ?? newId('tracking');
  const shown = voucher && toVoucher(voucher);
  if (refusal || !voucher || !shown) {
    const error = toError(name, refusal as Refusal, requestId);
    const metadata = shown && { metadata: shown.metadata };
    return {
      valid: false,
      code: shown?.code ?? name,
      error,
      reason: error.error?.message ?? error.message,
      ...metadata,
      tracking_id,
    };
  }
  return {
    valid: true,
    code: shown.code,
    discount: discountUnder(voucher, one.rules),
    applicable_to: toLines(one, 'included'),
    inapplicable_to: toLines(one, 'excluded'),
    metadata: shown.metadata,
    start_date: shown.start_date,
    expiration_date: shown.expiration_date,
    ...(draft && { order: toCalculated(draft) }),
    tracking_id,
  };
}

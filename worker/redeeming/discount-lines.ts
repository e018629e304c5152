import type { EffectiveDiscount } from '../../shared/vouchers/discounts.ts';
import { isNarrowing, mayTouch } from '../validation-rules/engine/applicable-lines.ts';
import type { VoucherRow } from '../vouchers/store.ts';
import { applyDiscount, type DiscountParts, effectiveDiscount } from './engine/order-discounts.ts';
import { type OrderDraft, toDiscounted, toRuleLines } from './order-draft.ts';
import { type Refusal, refuseRule } from './refusal.ts';
import type { RequiredRule } from './required-rules.ts';

const narrowingOf = (rules: readonly RequiredRule[]): RequiredRule | undefined =>
  rules.find(({ applicable }) => isNarrowing(applicable));

/** Tells of each line whether all of the rules let a discount touch it. */
function touchableLines(rules: readonly RequiredRule[], draft: OrderDraft): boolean[] {
  const lines = toRuleLines(draft);
  const masks = rules.map(({ applicable }) => mayTouch(applicable, lines));
  return lines.map((_, index) => masks.every((mask) => mask[index]));
}

/** The voucher's discount, with the effect that its rules give it where none was given. */
export const discountUnder = (voucher: VoucherRow, rules: readonly RequiredRule[]): EffectiveDiscount =>
  effectiveDiscount(JSON.parse(voucher.discount), narrowingOf(rules) !== undefined);

/** Calculates what the voucher takes off the order, and off those lines that its rules let it touch. */
export function discountOf(
  voucher: VoucherRow,
  rules: readonly RequiredRule[],
  draft: OrderDraft,
): DiscountParts {
  const order = toDiscounted(draft);
  const discount = discountUnder(voucher, rules);
  if (!narrowingOf(rules)) return applyDiscount(order, discount);
  const mask = touchableLines(rules, draft);
  const lines = order.lines.map((line, index) => (mask[index] ? line : { ...line, amount: undefined }));
  return applyDiscount({ ...order, lines }, discount);
}

/** Refuses a voucher whose discount is for lines when there is none that it may touch. */
export function refuseWithoutLines(
  name: string,
  voucher: VoucherRow,
  rules: readonly RequiredRule[],
  draft: OrderDraft | undefined,
): Refusal | undefined {
  const { effect } = discountUnder(voucher, rules);
  const narrowing = narrowingOf(rules);
  if (effect === 'APPLY_TO_ORDER' || !narrowing) return undefined;
  if (draft && touchableLines(rules, draft).includes(true)) return undefined;
  const demand = `Voucher ${name} demands "${narrowing.name}"`;
  const details = `${demand}: the order has no line that it may be taken off.`;
  return refuseRule('order_rules_violated', details, narrowing.error);
}

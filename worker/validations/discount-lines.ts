import { applyDiscount, type DiscountParts } from '../../shared/order-discounts.ts';
import type { Discount } from '../../shared/vouchers/discounts.ts';
import { type OrderDraft, toDiscounted } from '../orders/order-draft.ts';
import { isNarrowing, mayTouch } from '../validation-rules/engine/applicable-lines.ts';
import type { VoucherRow } from '../vouchers/store.ts';
import type { DemandedRule } from './demands.ts';
import { type Refusal, refuseRule } from './refusal.ts';

const narrowingOf = (rules: readonly DemandedRule[]): DemandedRule | undefined =>
  rules.find(({ applicable }) => isNarrowing(applicable));

/** Of each line, whether all of the rules let a discount touch it. */
function touchableLines(rules: readonly DemandedRule[], { items }: OrderDraft): boolean[] {
  const masks = rules.map(({ applicable }) => mayTouch(applicable, items));
  return items.map((_, index) => masks.every((mask) => mask[index]));
}

/** What the voucher takes off the order, of those lines that its rules let it touch. */
export function discountOf(
  voucher: VoucherRow,
  rules: readonly DemandedRule[],
  draft: OrderDraft,
): DiscountParts {
  const order = toDiscounted(draft);
  const discount: Discount = JSON.parse(voucher.discount);
  if (!narrowingOf(rules)) return applyDiscount(order, discount);
  const mask = touchableLines(rules, draft);
  const lines = order.lines.map((line, index) => (mask[index] ? line : { ...line, amount: undefined }));
  return applyDiscount({ ...order, lines }, discount);
}

/** Why a voucher whose discount is for lines is of no use where there is none that it may touch. */
export function refuseWithoutLines(
  name: string,
  voucher: VoucherRow,
  rules: readonly DemandedRule[],
  draft: OrderDraft | undefined,
): Refusal | undefined {
  const { effect }: Discount = JSON.parse(voucher.discount);
  const narrowing = narrowingOf(rules);
  if (effect === 'APPLY_TO_ORDER' || !narrowing) return undefined;
  if (draft && touchableLines(rules, draft).includes(true)) return undefined;
  const details = `Voucher ${name} demands "${narrowing.name}": the order has no line that it may be taken off.`;
  return refuseRule('order_rules_violated', details, narrowing.error);
}

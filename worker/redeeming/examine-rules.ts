import type { RuleFacts, VoucherUses } from '../validation-rules/engine/conditions/facts.ts';
import { findViolation, steadyUses } from '../validation-rules/engine/evaluate.ts';
import type { RulePrecondition } from '../vouchers/required-rules-store.ts';
import type { VoucherRow } from '../vouchers/store.ts';
import { refuseWithoutLines } from './discount-lines.ts';
import { amountsOf, type DiscountParts } from './engine/order-discounts.ts';
import { type OrderDraft, toDraftRow, toRuleLines } from './order-draft.ts';
import type { Redeemer } from './redeemer.ts';
import { type Refusal, refuseRule } from './refusal.ts';
import type { RequiredRules } from './required-rules.ts';

/** The day of UTC, as the database has it. */
const dayOf = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

/** The uses that one redemption adds to those of a voucher. */
function ownUses(parts: DiscountParts): VoucherUses {
  const { discountAmount, itemsDiscountAmount } = amountsOf(parts);
  return { total: 1, day: 1, month: 1, customer: 1, amount: discountAmount + itemsDiscountAmount };
}

/** The uses of a voucher with one redemption more. */
function usesWith(own: VoucherUses, voucher: VoucherRow, customerUses: number, now: number): VoucherUses {
  const { redeemedDay, redeemedQuantity, redeemedInDay, redeemedInMonth, redeemedAmount } = voucher;
  const day = dayOf(now);
  const isMonthOver = day.slice(0, 7) > redeemedDay.slice(0, 7);
  return {
    total: redeemedQuantity + own.total,
    day: (day > redeemedDay ? 0 : redeemedInDay) + own.day,
    month: (isMonthOver ? 0 : redeemedInMonth) + own.month,
    customer: customerUses + own.customer,
    amount: redeemedAmount + own.amount,
  };
}

function orderFacts(draft: OrderDraft | undefined): RuleFacts['order'] {
  if (!draft) return undefined;
  const { amount, initialAmount, totalAmount, metadata } = toDraftRow(draft);
  return { amount, initialAmount, totalAmount, metadata: JSON.parse(metadata), lines: toRuleLines(draft) };
}

/** The facts on which the rules of a voucher are decided: the order before it, and what it would take off. */
export interface RuleCase {
  name: string;
  voucher: VoucherRow;
  draft: OrderDraft | undefined;
  parts: DiscountParts;
  redeemer: Redeemer;
  now: number;
}

/** Why one of the rules that a voucher requires does not hold, or the preconditions under which all do. */
export interface RuleVerdict {
  refusal: Refusal | undefined;
  preconditions: readonly RulePrecondition[];
}

/**
 * Decides the rules that a voucher requires. A redemption is written only if their preconditions still hold.
 */
export function examineRules(required: RequiredRules, ruleCase: RuleCase): RuleVerdict {
  const { rules } = required;
  if (rules.length === 0) return { refusal: undefined, preconditions: [] };
  const { name, voucher, draft, parts, redeemer, now } = ruleCase;
  const own = ownUses(parts);
  const uses = usesWith(own, voucher, required.customerUses, now);
  const { metadata, customerSourceId } = redeemer;
  const customerId = required.customerId ?? redeemer.customerId;
  const facts = { order: orderFacts(draft), customer: redeemer.customerFacts(required), metadata, uses, now };
  for (const rule of rules) {
    const violation = findViolation(rule.rules, facts);
    if (!violation) continue;
    const details = `Voucher ${name} demands "${rule.name}", of which ${violation.rule} does not hold.`;
    return {
      refusal: refuseRule(violation.key, details, violation.message ?? rule.error),
      preconditions: [],
    };
  }
  const ruled = { voucherId: voucher.id, customerId, customerSourceId, day: dayOf(now) };
  const preconditions = rules.flatMap(({ id: ruleId, version, rules: set }): RulePrecondition[] => [
    { voucherId: voucher.id, use: 'rule', ruleId, min: version, max: version },
    ...steadyUses(set, uses).map(({ use, min, max }) => ({
      ...ruled,
      use,
      min: min - own[use],
      max: max - own[use],
    })),
  ]);
  return { refusal: refuseWithoutLines(name, voucher, rules, draft), preconditions };
}

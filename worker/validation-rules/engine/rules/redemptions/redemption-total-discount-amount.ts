import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** How much the voucher takes off in all, with this redemption, in minor units. */
export const redemptionTotalDiscountAmount = rule({
  name: 'redemption.total_discount_amount',
  refusal: 'redemption_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  limits: 'amount',
  check: ({ fits, facts: { uses } }) => fits(uses.amount),
});

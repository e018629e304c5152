import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** The value of the cart after the discounts before this one, in minor units. */
export const orderTotalAmount = rule({
  name: 'order.total_amount',
  refusal: 'order_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  check: ({ fits, facts: { order } }) => order !== undefined && fits(order.totalAmount),
});

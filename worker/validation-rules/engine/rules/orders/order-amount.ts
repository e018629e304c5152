import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** The value of the cart before discounts, in minor units. */
export const orderAmount = rule({
  name: 'order.amount',
  refusal: 'order_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  check: ({ fits, facts: { order } }) => order !== undefined && fits(order.amount),
});

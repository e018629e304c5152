import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** What the lines of the cart, or those that the rule around it has chosen, cost before discounts, in minor units. */
export const orderItemsAggregatedAmount = rule({
  name: 'order.items.aggregated_amount',
  refusal: 'order_rules_violated',
  operators: numberOperators,
  stands: 'both',
  check: ({ fits, lines }) => fits(lines.reduce((sum, { amount = 0 }) => sum + amount, 0)),
});

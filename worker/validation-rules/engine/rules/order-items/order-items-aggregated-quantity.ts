import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** How many pieces the cart has, or those lines that the rule around it has chosen. */
export const orderItemsAggregatedQuantity = rule({
  name: 'order.items.aggregated_quantity',
  refusal: 'order_rules_violated',
  operators: numberOperators,
  stands: 'both',
  check: ({ fits, lines }) => fits(lines.reduce((sum, { quantity }) => sum + quantity, 0)),
});

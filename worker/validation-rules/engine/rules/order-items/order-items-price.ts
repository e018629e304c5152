import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** The price of a piece of a line that the rule around it has chosen, in minor units. */
export const orderItemsPrice = rule({
  name: 'order.items.price',
  refusal: 'order_rules_violated',
  operators: numberOperators,
  stands: 'within',
  check: ({ fits, line }) => line?.price !== undefined && fits(line.price),
});

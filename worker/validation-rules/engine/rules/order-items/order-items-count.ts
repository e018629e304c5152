import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** How many lines the cart has. */
export const orderItemsCount = rule({
  name: 'order.items.count',
  refusal: 'order_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  check: ({ fits, lines }) => fits(lines.length),
});

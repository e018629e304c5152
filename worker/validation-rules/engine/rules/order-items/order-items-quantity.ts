import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** The pieces of a line that the rule around it has chosen. */
export const orderItemsQuantity = rule({
  name: 'order.items.quantity',
  refusal: 'order_rules_violated',
  operators: numberOperators,
  stands: 'within',
  check: ({ fits, line }) => line !== undefined && fits(line.quantity),
});

import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** The value that the order had when it was made, in minor units. */
export const orderInitialAmount = rule({
  name: 'order.initial_amount',
  refusal: 'order_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  check: ({ fits, facts: { order } }) => order !== undefined && fits(order.initialAmount),
});

import { catalogueOperators } from '../../conditions/catalogue-operators.ts';
import { rule } from '../../conditions/rule.ts';
import { orderItemsAny } from './order-items-any.ts';

/** Whether no line is of the products or SKUs, or the rules within hold of none that is. */
export const orderItemsNone = rule({
  name: 'order.items.none',
  refusal: 'order_rules_violated',
  operators: catalogueOperators,
  stands: 'alone',
  hasRules: true,
  check: (test) => !orderItemsAny.check(test),
});

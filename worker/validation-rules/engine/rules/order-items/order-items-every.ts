import { catalogueOperators } from '../../conditions/catalogue-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** Whether every line is of the products or SKUs, and the rules within hold of each; a cart without lines has none. */
export const orderItemsEvery = rule({
  name: 'order.items.every',
  refusal: 'order_rules_violated',
  operators: catalogueOperators,
  stands: 'alone',
  hasRules: true,
  check: ({ fits, lines, within }) =>
    lines.length > 0 && lines.every((line) => fits(line) && within(line, lines)),
});

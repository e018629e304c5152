import { catalogueOperators } from '../../conditions/catalogue-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** Whether a line is of the products or SKUs, and the rules within hold of it. */
export const orderItemsAny = rule({
  name: 'order.items.any',
  refusal: 'order_rules_violated',
  operators: catalogueOperators,
  stands: 'alone',
  hasRules: true,
  check: ({ fits, lines, within }) => {
    const chosen = lines.filter(fits);
    return chosen.some((line) => within(line, chosen));
  },
});

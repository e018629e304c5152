import { catalogueOperators } from '../../conditions/catalogue-operators.ts';
import { linesAtPrice } from '../../conditions/lines.ts';
import { rule } from '../../conditions/rule.ts';

/** Whether a line of the lowest price is of the products or SKUs, and the rules within hold of it. */
export const orderItemsCheapest = rule({
  name: 'order.items.cheapest',
  refusal: 'order_rules_violated',
  operators: catalogueOperators,
  stands: 'alone',
  hasRules: true,
  check: ({ fits, lines, within }) => {
    const chosen = linesAtPrice(lines, Math.min).filter(fits);
    return chosen.some((line) => within(line, chosen));
  },
});

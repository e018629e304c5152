import { catalogueOperators } from '../catalogue-operators.ts';
import { linesAtPrice } from '../lines.ts';
import { rule } from '../rule.ts';

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

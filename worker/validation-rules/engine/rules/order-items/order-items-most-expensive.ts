import { catalogueOperators } from '../../conditions/catalogue-operators.ts';
import { linesAtPrice } from '../../conditions/lines.ts';
import { rule } from '../../conditions/rule.ts';

/** Whether a line of the highest price is of the products or SKUs, and the rules within hold of it. */
export const orderItemsMostExpensive = rule({
  name: 'order.items.most_expensive',
  refusal: 'order_rules_violated',
  operators: catalogueOperators,
  stands: 'alone',
  hasRules: true,
  check: ({ fits, lines, within }) => {
    const chosen = linesAtPrice(lines, Math.max).filter(fits);
    return chosen.some((line) => within(line, chosen));
  },
});

import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** The price of a piece of every line, in minor units; a cart without lines has none. */
export const orderItemsPriceEach = rule({
  name: 'order.items.price_each',
  refusal: 'order_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  check: ({ fits, lines }) =>
    lines.length > 0 && lines.every(({ price }) => price !== undefined && fits(price)),
});

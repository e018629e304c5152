import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** The price of a piece of any line, in minor units. */
export const orderItemsPriceAny = rule({
  name: 'order.items.price_any',
  refusal: 'order_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  check: ({ fits, lines }) => lines.some(({ price }) => price !== undefined && fits(price)),
});

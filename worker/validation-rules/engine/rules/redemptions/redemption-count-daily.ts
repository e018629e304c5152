import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** How often the voucher is used on this day of UTC, with this redemption. */
export const redemptionCountDaily = rule({
  name: 'redemption.count.daily',
  refusal: 'redemption_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  limits: 'day',
  check: ({ fits, facts: { uses } }) => fits(uses.day),
});

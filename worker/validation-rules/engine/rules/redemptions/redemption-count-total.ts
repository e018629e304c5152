import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** How often the voucher is used in all, with this redemption. */
export const redemptionCountTotal = rule({
  name: 'redemption.count.total',
  refusal: 'redemption_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  limits: 'total',
  check: ({ fits, facts: { uses } }) => fits(uses.total),
});

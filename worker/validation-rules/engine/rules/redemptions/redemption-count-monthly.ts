import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** How often the voucher is used in this month of UTC, with this redemption. */
export const redemptionCountMonthly = rule({
  name: 'redemption.count.monthly',
  refusal: 'redemption_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  limits: 'month',
  check: ({ fits, facts: { uses } }) => fits(uses.month),
});

import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** How often the customer uses the voucher, with this redemption. Who cannot be told again cannot be counted. */
export const redemptionCountPerCustomer = rule({
  name: 'redemption.count.per_customer',
  refusal: 'redemption_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  limits: 'customer',
  check: ({ fits, facts: { customer, uses } }) => customer?.isKnown === true && fits(uses.customer),
});

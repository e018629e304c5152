import { numberOperators } from '../../conditions/number-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** How often the customer uses the voucher, with this redemption; nobody can evade it by naming no customer. */
export const redemptionCountPerCustomer = rule({
  name: 'redemption.count.per_customer',
  refusal: 'redemption_rules_violated',
  operators: numberOperators,
  stands: 'alone',
  limits: 'customer',
  check: ({ fits, facts: { customer, uses } }) => customer !== undefined && fits(uses.customer),
});

import { metadataAt, metadataOperators } from '../../conditions/metadata-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** A custom attribute of who redeems. */
export const customerMetadata = rule({
  name: 'customer.metadata',
  refusal: 'customer_rules_violated',
  operators: metadataOperators,
  stands: 'alone',
  hasProperty: true,
  check: ({ fits, property, facts: { customer } }) =>
    customer !== undefined && fits(metadataAt(customer.metadata, property)),
});

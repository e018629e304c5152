import { metadataAt, metadataOperators } from '../../conditions/metadata-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** A custom attribute of the order. */
export const orderMetadata = rule({
  name: 'order.metadata',
  refusal: 'order_rules_violated',
  operators: metadataOperators,
  stands: 'alone',
  hasProperty: true,
  check: ({ fits, property, facts: { order } }) =>
    order !== undefined && fits(metadataAt(order.metadata, property)),
});

import { metadataAt, metadataOperators } from '../../conditions/metadata-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** A custom attribute of the redemption. */
export const redemptionMetadata = rule({
  name: 'redemption.metadata',
  refusal: 'redemption_rules_violated',
  operators: metadataOperators,
  stands: 'alone',
  hasProperty: true,
  check: ({ fits, property, facts: { metadata } }) => fits(metadataAt(metadata, property)),
});

import { metadataAt, metadataOperators } from '../../conditions/metadata-operators.ts';
import { rule } from '../../conditions/rule.ts';

/** A custom attribute of a line: of any of the cart, or of the one that the rule around it has chosen. */
export const orderItemsMetadata = rule({
  name: 'order.items.metadata',
  refusal: 'order_rules_violated',
  operators: metadataOperators,
  stands: 'both',
  hasProperty: true,
  check: ({ fits, property, line, lines }) =>
    (line ? [line] : lines).some(({ metadata = {} }) => fits(metadataAt(metadata, property))),
});

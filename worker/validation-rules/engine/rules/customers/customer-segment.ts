import * as z from 'zod';
import { MAX_IDENTIFIER_LENGTH } from '../../../../../shared/limits.ts';
import { membership } from '../../conditions/operators.ts';
import { rule } from '../../conditions/rule.ts';

const segmentId = z.string().min(1).max(MAX_IDENTIFIER_LENGTH);

/** Whether who redeems is in a segment, by its id. Nobody evades it by leaving out who they are. */
export const customerSegment = rule({
  name: 'customer.segment',
  refusal: 'customer_rules_violated',
  operators: membership<ReadonlySet<string>, string>(segmentId, (segments, id) => segments.has(id)),
  stands: 'alone',
  check: ({ fits, facts: { customer } }) => customer?.isKnown === true && fits(customer.segments),
});

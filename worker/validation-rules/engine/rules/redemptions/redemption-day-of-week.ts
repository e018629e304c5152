import * as z from 'zod';
import { withAny } from '../../conditions/operators.ts';
import { rule } from '../../conditions/rule.ts';

/** On which days of the week of UTC the redemption may be; 0 is Sunday. */
export const redemptionDayOfWeek = rule<number>({
  name: 'redemption.day_of_week',
  refusal: 'redemption_rules_violated',
  operators: { $dow: withAny(z.int().min(0).max(6), (now, day) => new Date(now).getUTCDay() === day) },
  stands: 'alone',
  check: ({ fits, facts: { now } }) => fits(now),
});

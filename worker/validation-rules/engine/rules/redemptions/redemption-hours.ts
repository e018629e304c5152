import { DailyHours, isDuring } from '../../conditions/moments.ts';
import { withAny } from '../../conditions/operators.ts';
import { rule } from '../../conditions/rule.ts';

/** At which hours of UTC the redemption may be. */
export const redemptionHours = rule<number>({
  name: 'redemption.hours',
  refusal: 'redemption_rules_violated',
  operators: { $timeframe_daily_hours: withAny(DailyHours, (now, hours) => isDuring(hours, now)) },
  stands: 'alone',
  check: ({ fits, facts: { now } }) => fits(now),
});

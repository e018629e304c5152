import { DailyHours, isDuring } from '../moments.ts';
import { withAny } from '../operators.ts';
import { rule } from '../rule.ts';

/** At which hours of UTC the redemption may be. */
export const redemptionHours = rule<number>({
  name: 'redemption.hours',
  refusal: 'redemption_rules_violated',
  operators: { $timeframe_daily_hours: withAny(DailyHours, (now, hours) => isDuring(hours, now)) },
  stands: 'alone',
  check: ({ fits, facts: { now } }) => fits(now),
});

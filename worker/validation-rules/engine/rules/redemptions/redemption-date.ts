import { MomentText, momentOf } from '../../../../../shared/times.ts';
import { Interval, isWithin } from '../../conditions/moments.ts';
import { withAny, withOne } from '../../conditions/operators.ts';
import { rule } from '../../conditions/rule.ts';

/** When the redemption is: `$after` and `$before` are exclusive, the moments of `$timeframe_absolute` included. */
export const redemptionDate = rule<number>({
  name: 'redemption.date',
  refusal: 'redemption_rules_violated',
  operators: {
    $after: withOne(MomentText, (now, moment) => now > momentOf(moment)),
    $before: withOne(MomentText, (now, moment) => now < momentOf(moment)),
    $timeframe_absolute: withAny(Interval, (now, interval) => isWithin(interval, now)),
  },
  stands: 'alone',
  check: ({ fits, facts: { now } }) => fits(now),
});

import * as z from 'zod';
import { type Conditions, membership, type Operators, withOne } from './operators.ts';

const whole = z.int();
const compare = (holds: (value: number, wanted: number) => boolean) => withOne(whole, holds);

/** The operators of amounts, prices, quantities and counts: whole numbers. */
export const numberOperators: Operators<number> = {
  ...membership<number, number>(whole, (value, wanted) => value === wanted),
  $less_than: compare((value, wanted) => value < wanted),
  $less_than_or_equal: compare((value, wanted) => value <= wanted),
  $more_than: compare((value, wanted) => value > wanted),
  $more_than_or_equal: compare((value, wanted) => value >= wanted),
};

/** The numbers at which an operator with the value `n` may be decided otherwise than just below them. */
const turns = (operator: string, n: number): readonly number[] =>
  ({ $less_than: [n], $more_than_or_equal: [n], $less_than_or_equal: [n + 1], $more_than: [n + 1] })[
    operator
  ] ?? [n, n + 1];

/** The whole numbers around `value`, both ends included, for which the conditions are decided as for `value`. */
export function steadyRange(conditions: Conditions, value: number): { min: number; max: number } {
  const all = Object.entries(conditions).flatMap(([operator, values]) =>
    (values as number[]).flatMap((n) => turns(operator, n)),
  );
  return {
    min: Math.max(Number.MIN_SAFE_INTEGER, ...all.filter((turn) => turn <= value)),
    max: Math.min(Number.MAX_SAFE_INTEGER, ...all.filter((turn) => turn > value).map((turn) => turn - 1)),
  };
}

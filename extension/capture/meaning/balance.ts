import type { CapturedTotal } from './captured-order.ts';
import type { OpenLine } from './read-line.ts';
import type { Adjustments } from './reading.ts';

/** A row below the lines with its amount in minor units. */
export type Sum = Omit<CapturedTotal, 'amount'> & { amount: number };

/** What lines and sums make together, and whether the page's subtotals say so too. */
export interface Balance {
  adjustments: Adjustments;
  included: { tax: number; discount: number };
  total: number;
  subtotalAgrees: boolean;
}

const add = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** The sum of a kind's rows, without one that is the others' sum, as "Tax total" is below two rates. */
function sumOf(
  sums: readonly Sum[],
  kind: CapturedTotal['kind'],
  isCounted: (sum: Sum) => boolean = () => true,
): number {
  const amounts = sums
    .filter((sum) => sum.kind === kind && isCounted(sum))
    .map(({ amount }) => (kind === 'discount' ? Math.abs(amount) : amount));
  const all = add(amounts);
  return amounts.length > 2 && amounts.some((amount) => amount * 2 === all) ? all / 2 : all;
}

/** The rows that count for prices without tax (`net`) or with it, where both stand beside each other. The total is always with tax. */
export function ofBasis(sums: readonly Sum[], basis: 'net' | 'gross'): Sum[] {
  return sums.filter((sum) => {
    const wanted = sum.kind === 'total' ? 'gross' : basis;
    if (sum.kind === 'tax' || sum.basis === undefined || sum.basis === wanted) return true;
    return !sums.some((other) => other.kind === sum.kind && other.basis !== sum.basis);
  });
}

/** All that a subtotal may be, by what pages count into it. */
function possibleSubtotals(
  items: number,
  more: readonly number[],
  less: readonly number[],
  taxes: readonly number[],
): Set<number> {
  return new Set(
    more.flatMap((plus) => less.flatMap((minus) => taxes.map((tax) => items + plus - minus + tax))),
  );
}

/**
 * Finds how lines and sums make the total: tax on top or in the prices already, discounts of the order or of its lines. Undefined where
 * they do not.
 */
export function balance(
  lines: readonly OpenLine[],
  sums: readonly Sum[],
  total: number,
): Balance | undefined {
  const items = add(lines.map(({ amount }) => amount));
  const shipping = sumOf(sums, 'shipping');
  const fees = sums.flatMap(({ kind, label, amount }) =>
    kind === 'fee' && amount !== 0 ? [{ name: label, amount }] : [],
  );
  const fee = add(fees.map(({ amount }) => amount));
  const tax = sumOf(sums, 'tax', ({ isIncluded }) => !isIncluded);
  const taxWithin = sumOf(sums, 'tax', ({ isIncluded }) => isIncluded === true);
  const discount = sumOf(sums, 'discount');
  const offLines = -add(lines.map(({ gap, isUnexplained }) => (isUnexplained ? 0 : Math.min(gap, 0))));
  const unexplained = -add(lines.map(({ gap, isUnexplained }) => (isUnexplained ? gap : 0)));
  const discounts = [...new Set([discount, offLines, discount + offLines, 0])];
  for (const added of new Set([tax, 0]))
    for (const taken of discounts) {
      if (items + shipping + fee + added - taken !== total) continue;
      // A line that is less than quantity x price is believed where the page's discounts are that much.
      if (unexplained !== 0 && (unexplained !== discount || taken !== discount)) continue;
      const taxes = [0, tax, -tax, taxWithin, -taxWithin, add(lines.map(({ gap }) => Math.max(gap, 0)))];
      const subtotals = possibleSubtotals(
        items,
        [0, shipping, fee, shipping + fee],
        [0, discount, -discount, offLines, taken],
        taxes,
      );
      return {
        adjustments: { shipping, tax: added, discount: taken, fees },
        included: { tax: taxWithin + tax - added, discount: Math.max(discount - taken, 0) },
        total,
        subtotalAgrees: sums.every(({ kind, amount }) => kind !== 'subtotal' || subtotals.has(amount)),
      };
    }
  return undefined;
}

import type { CapturedOrder, CapturedPage, PageProblem } from './captured-order.ts';
import { readOrder } from './read-order.ts';
import type { Reading } from './reading.ts';

/** What became of a page: an order with the meaning of its numbers, or why there is none. */
export type SettledPage = { order: CapturedOrder; reading: Reading } | { problem: PageProblem };

const meaningOf = (reading: Reading): string =>
  JSON.stringify(reading.agrees ? [reading.total, reading.lines] : reading.reason);

/**
 * Chooses the reading of a page: the first whose numbers agree. Two orders that agree in different parts of it are too many; where none
 * agrees, the first says why.
 * @param own the desk's currency (ISO 4217)
 */
export function settlePage({ candidates, problem }: CapturedPage, own?: string): SettledPage {
  const read = candidates.map((order) => ({ order, reading: readOrder(order, own) }));
  const [first, ...others] = read.filter(({ reading }) => reading.agrees);
  if (!first) return read[0] ?? { problem: problem ?? 'no_order' };
  const isAnother = others.some(
    ({ order, reading }) =>
      order.reader === first.order.reader &&
      order.part !== first.order.part &&
      meaningOf(reading) !== meaningOf(first.reading),
  );
  return isAnother ? { problem: 'several_orders' } : first;
}

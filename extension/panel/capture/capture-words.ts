import type { PageProblem } from '../../capture/meaning/captured-order.ts';
import type { Reading, RefusalReason } from '../../capture/meaning/reading.ts';
import { type TextName, text } from '../../text.ts';

const problems = {
  too_large: 'capture_problem_too_large',
  no_order: 'capture_problem_no_order',
  list_of_orders: 'capture_problem_list_of_orders',
  several_orders: 'capture_problem_several_orders',
  loading: 'capture_problem_loading',
  not_allowed: 'capture_problem_not_allowed',
} as const satisfies Record<PageProblem, TextName>;

const reasons = {
  no_lines: 'capture_reason_no_lines',
  no_currency: 'capture_reason_no_currency',
  currency_unclear: 'capture_reason_currency_unclear',
  number_unclear: 'capture_reason_number_unclear',
  line_differs: 'capture_reason_line_differs',
  no_total: 'capture_reason_no_total',
  several_totals: 'capture_reason_several_totals',
  subtotal_differs: 'capture_reason_subtotal_differs',
  total_differs: 'capture_reason_total_differs',
} as const satisfies Record<RefusalReason, TextName>;

/** Says why a page has no order to read. */
export const problemWords = (problem: PageProblem): string => text(problems[problem]);

/** Says whether an order's numbers agree, and if not, why. */
export function verdictWords(reading: Reading): string {
  const count = reading.lines.length;
  if (reading.agrees) return text('capture_agrees', count, count);
  const clear = reading.lines.filter((line) => 'unitPrice' in line).length;
  const why = text(reasons[reading.reason], reading.currencies?.join(', ') ?? '');
  return count > 0 ? `${text('capture_not_agrees', clear, count)}. ${why}` : why;
}

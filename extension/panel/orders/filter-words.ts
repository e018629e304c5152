import { text } from '../../text.ts';
import { formatDay } from '../values/format.ts';
import { statusName } from '../values/status.tsx';
import { attributeOperatorNames, type OrderFilters, toExpression } from './list-filters.ts';

/** The filters of a list in words, one a filter; only those that filter something. */
export function filterWords(chosen: OrderFilters, currency: string): string[] {
  const acting = toExpression(chosen, currency);
  const { status, customer, from, to, least, most, attribute } = chosen;
  const words: (readonly [keyof typeof acting, string | null])[] = [
    ['status', status && text('filter_status', statusName(status))],
    ['customer_id', customer && text('filter_customer', customer.label)],
    ['created_at', from ? text('filter_from', formatDay(from)) : null],
    ['created_at', to ? text('filter_to', formatDay(to)) : null],
    ['total_amount', least ? text('filter_least', least) : null],
    ['total_amount', most ? text('filter_most', most) : null],
    [
      `metadata.${attribute.key.trim()}`,
      `${attribute.key.trim()} ${text(attributeOperatorNames[attribute.operator])} ${attribute.operator === '$has_value' ? '' : attribute.value}`.trim(),
    ],
  ];
  return words.flatMap(([field, word]) => (word && acting[field] ? [word] : []));
}

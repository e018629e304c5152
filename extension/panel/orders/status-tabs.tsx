import type { OrderList } from '../../../shared/orders/orders.ts';
import { OrderStatus } from '../../../shared/orders/orders.ts';
import { text } from '../../text.ts';
import { formatNumber } from '../values/format.ts';
import { statusName } from '../values/status.tsx';
import { filters, setFilters } from './list-filters.ts';

/** How many orders each status has, and a choice of one of them. */
export function StatusTabs({ counts }: { counts: OrderList['counts'] }) {
  const all = counts && Object.values(counts).reduce((sum, count) => sum + count, 0);
  const choices = [
    { status: null, label: text('all'), count: all },
    ...OrderStatus.options.map((status) => ({ status, label: statusName(status), count: counts?.[status] })),
  ];
  return (
    <div class="status-tabs" role="group" aria-label={text('status')}>
      {choices.map(({ status, label, count }) => (
        <button
          key={label}
          type="button"
          aria-pressed={filters.value.status === status}
          onClick={() => setFilters({ status })}
        >
          {label} <span class="quiet">{count === undefined ? '' : formatNumber(count)}</span>
        </button>
      ))}
    </div>
  );
}

import { useSignal } from '@preact/signals';
import { ListFilter, Plus } from 'lucide';
import type { SortOrder } from '../../../shared/lists.ts';
import { orderDrafts } from '../../drafts/orders/order-drafts.ts';
import { draftsFor } from '../../drafts/store/draft-list.ts';
import { type TextName, text } from '../../text.ts';
import { Empty } from '../controls/feedback.tsx';
import { Icon } from '../controls/icon.tsx';
import { lazy } from '../controls/lazy.tsx';
import { useDebounced } from '../controls/use-debounced.ts';
import { ListResults } from '../lists/list-results.tsx';
import { ListScreen, shownTotal } from '../lists/list-screen.tsx';
import { startOrder } from '../order-form/start-order.ts';
import { can, connection, currency } from '../session/session.ts';
import { countFilters, filters, noFilters, setFilters } from './list-filters.ts';
import { OrderTable } from './order-table.tsx';
import { StatusTabs } from './status-tabs.tsx';
import { useOrders } from './use-orders.ts';
import './orders.css';

const OrderDrafts = lazy(async () => (await import('../outbox/order-drafts.tsx')).OrderDrafts, null);
const FilterSheet = lazy(async () => (await import('./filter-sheet.tsx')).FilterSheet, null);

const sorts: readonly (readonly [SortOrder, TextName])[] = [
  ['-created_at', 'sort_newest'],
  ['created_at', 'sort_oldest'],
  ['-updated_at', 'sort_changed_last'],
  ['updated_at', 'sort_changed_first'],
];

const NewOrder = () => (
  <button type="button" class="button primary" onClick={() => startOrder()} aria-keyshortcuts="n">
    <Icon icon={Plus} />
    {text('new_order')}
  </button>
);

function FilterButton({ count, onClick }: { count: number; onClick: () => void }) {
  return (
    <button type="button" class="button" aria-haspopup="dialog" onClick={onClick}>
      <Icon icon={ListFilter} />
      {text('filters')}
      {count > 0 && <span class="badge calm">{count}</span>}
    </button>
  );
}

const Sort = ({ chosen }: { chosen: SortOrder }) => (
  <label class="small">
    <span class="visually-hidden">{text('sort')}</span>
    <select
      class="input quiet-select"
      value={chosen}
      onChange={(event) => setFilters({ order: event.currentTarget.value as SortOrder })}
    >
      {sorts.map(([order, name]) => (
        <option key={order} value={order}>
          {text(name)}
        </option>
      ))}
    </select>
  </label>
);

const NothingFound = ({ isFiltered }: { isFiltered: boolean }) => (
  <Empty title={text(isFiltered ? 'no_orders_found' : 'no_orders_yet')}>
    {isFiltered && (
      <button type="button" class="button" onClick={() => setFilters(noFilters)}>
        {text('clear_filters')}
      </button>
    )}
  </Empty>
);

/** All orders, or those that the filters and the search find. */
export function OrdersScreen() {
  const chosen = filters.value;
  const isSheetOpen = useSignal(false);
  const settled = useDebounced(chosen);
  const list = useOrders({ ...settled, status: chosen.status, order: chosen.order });
  const count = countFilters(chosen, currency.value);
  const shown = shownTotal(list);
  const total = shown === undefined ? '' : text('orders_total', shown);
  const isFiltered = count > 0 || chosen.q !== '' || chosen.status !== null;
  return (
    <ListScreen
      title={text('orders')}
      list={list}
      total={total}
      search={{ label: text('search_orders'), value: chosen.q, onValue: (q) => setFilters({ q }) }}
      create={can('orders:write') ? () => startOrder() : undefined}
      createButton={<NewOrder />}
      drafts={draftsFor(orderDrafts, connection.value?.url).length > 0 && <OrderDrafts />}
      filterButton={
        <FilterButton
          count={count}
          onClick={() => {
            isSheetOpen.value = true;
          }}
        />
      }
      tabs={<StatusTabs counts={list.first?.counts} />}
      sort={<Sort chosen={chosen.order} />}
    >
      <ListResults list={list} empty={<NothingFound isFiltered={isFiltered} />}>
        <OrderTable list={list} />
      </ListResults>
      {isSheetOpen.value && (
        <FilterSheet
          total={total}
          onClose={() => {
            isSheetOpen.value = false;
          }}
        />
      )}
    </ListScreen>
  );
}

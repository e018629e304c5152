import { useSignal } from '@preact/signals';
import { ListFilter, Plus, RefreshCw } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { MIN_SEARCH_LENGTH } from '../../../shared/limits.ts';
import type { SortOrder } from '../../../shared/lists.ts';
import { orderDrafts } from '../../drafts/orders/order-drafts.ts';
import { draftsFor } from '../../drafts/store/draft-list.ts';
import { type TextName, text } from '../../text.ts';
import { announce } from '../controls/announce.tsx';
import { Empty, Failed, Loading } from '../controls/feedback.tsx';
import { Icon } from '../controls/icon.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { lazy } from '../controls/lazy.tsx';
import { refresh } from '../controls/refresh.ts';
import { useDebounced } from '../controls/use-debounced.ts';
import { toSearch } from '../lists/search-text.ts';
import { Screen } from '../navigation/screen.tsx';
import { useScrollRestoration } from '../navigation/use-scroll-restoration.ts';
import { useShortcuts } from '../navigation/use-shortcuts.ts';
import { startOrder } from '../order-form/start-order.ts';
import { can, connection, currency } from '../session/session.ts';
import { formatNumber } from '../values/format.ts';
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

export function OrdersScreen() {
  const chosen = filters.value;
  const search = useRef<HTMLInputElement>(null);
  const isSheetOpen = useSignal(false);
  const settled = useDebounced(chosen);
  const list = useOrders({ ...settled, status: chosen.status, order: chosen.order });
  useShortcuts({
    '/': () => search.current?.focus(),
    n: can('orders:write') ? () => startOrder() : undefined,
  });
  useScrollRestoration(list.orders.length > 0);

  const total = list.first?.total;
  const isFiltered = countFilters(chosen, currency.value) > 0 || chosen.q !== '' || chosen.status !== null;
  const totalText =
    total === undefined
      ? ''
      : text('orders_total', formatNumber(total) + (list.first?.total_capped ? '+' : ''));
  useEffect(() => {
    if (totalText && !list.isPlaceholderData) announce(totalText);
  }, [totalText, list.isPlaceholderData]);

  return (
    <Screen
      title={text('orders')}
      actions={
        <>
          <IconButton
            label={text('refresh')}
            icon={RefreshCw}
            onClick={() => refresh(list.refetch)}
            isBusy={list.isFetching}
          />
          {can('orders:write') && (
            <button type="button" class="button primary" onClick={() => startOrder()} aria-keyshortcuts="n">
              <Icon icon={Plus} />
              {text('new_order')}
            </button>
          )}
        </>
      }
    >
      {draftsFor(orderDrafts, connection.value?.url).length > 0 && <OrderDrafts />}
      <div class="list-tools">
        <div class="row">
          <input
            ref={search}
            type="search"
            class="input search"
            aria-label={text('search_orders')}
            aria-keyshortcuts="/"
            placeholder={text('search_orders')}
            value={chosen.q}
            onInput={(event) => setFilters({ q: event.currentTarget.value })}
          />
          <button
            type="button"
            class="button"
            aria-haspopup="dialog"
            onClick={() => {
              isSheetOpen.value = true;
            }}
          >
            <Icon icon={ListFilter} />
            {text('filters')}
            {countFilters(chosen, currency.value) > 0 && (
              <span class="badge calm">{countFilters(chosen, currency.value)}</span>
            )}
          </button>
        </div>
        {chosen.q !== '' && !toSearch(chosen.q) && (
          <p class="hint">{text('search_three', MIN_SEARCH_LENGTH)}</p>
        )}
        <StatusTabs counts={list.first?.counts} />
        <div class="list-summary">
          <p class="quiet small">{totalText}</p>
          <label class="small">
            <span class="visually-hidden">{text('sort')}</span>
            <select
              class="input quiet-select"
              value={chosen.order}
              onChange={(event) => setFilters({ order: event.currentTarget.value as SortOrder })}
            >
              {sorts.map(([order, name]) => (
                <option key={order} value={order}>
                  {text(name)}
                </option>
              ))}
            </select>
          </label>
        </div>
      </div>
      {list.isPending ? (
        <Loading />
      ) : list.isError && list.orders.length === 0 ? (
        <Failed error={list.error} retry={() => list.refetch()} />
      ) : list.orders.length === 0 ? (
        <Empty title={text(isFiltered ? 'no_orders_found' : 'no_orders_yet')}>
          {isFiltered && (
            <button type="button" class="button" onClick={() => setFilters(noFilters)}>
              {text('clear_filters')}
            </button>
          )}
        </Empty>
      ) : (
        <OrderTable
          orders={list.orders}
          isStale={list.isPlaceholderData}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          loadMore={() => list.fetchNextPage({ cancelRefetch: false })}
          failure={list.isFetchNextPageError ? list.error : null}
        />
      )}
      {isSheetOpen.value && (
        <FilterSheet
          total={totalText}
          onClose={() => {
            isSheetOpen.value = false;
          }}
        />
      )}
    </Screen>
  );
}

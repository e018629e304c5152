import { signal } from '@preact/signals';
import { Plus, RefreshCw } from 'lucide';
import { useEffect, useRef } from 'preact/hooks';
import { MIN_SEARCH_LENGTH } from '../../../shared/limits.ts';
import { plural, text } from '../../text.ts';
import { announce } from '../controls/announce.tsx';
import { Empty, Failed, Loading } from '../controls/feedback.tsx';
import { Icon } from '../controls/icon.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { refresh } from '../controls/refresh.ts';
import { useDebounced } from '../controls/use-debounced.ts';
import { toSearch } from '../lists/search-text.ts';
import { go, hrefOf } from '../navigation/route.ts';
import { Screen } from '../navigation/screen.tsx';
import { useScrollRestoration } from '../navigation/use-scroll-restoration.ts';
import { useShortcuts } from '../navigation/use-shortcuts.ts';
import { CustomerDrafts } from '../outbox/customer-drafts.tsx';
import { can } from '../session/session.ts';
import { formatNumber } from '../values/format.ts';
import { CustomerTable } from './customer-table.tsx';
import { useCustomers } from './use-customers.ts';

/** What is typed to search; still there when the user comes back from a customer. */
const typed = signal('');

const search = (value: string): void => {
  typed.value = value;
};

const NewCustomer = () => (
  <a class="button primary" href={hrefOf({ screen: 'customer-form' })} aria-keyshortcuts="n">
    <Icon icon={Plus} />
    {text('new_customer')}
  </a>
);

type List = ReturnType<typeof useCustomers>;

function Found({ list, isSearched }: { list: List; isSearched: boolean }) {
  if (list.isPending) return <Loading />;
  if (list.isError && list.customers.length === 0)
    return <Failed error={list.error} retry={() => list.refetch()} />;
  if (list.customers.length > 0)
    return (
      <CustomerTable
        customers={list.customers}
        isStale={list.isPlaceholderData}
        hasMore={list.hasNextPage}
        isLoadingMore={list.isFetchingNextPage}
        loadMore={() => list.fetchNextPage({ cancelRefetch: false })}
        failure={list.isFetchNextPageError ? list.error : null}
      />
    );
  return (
    <Empty title={text(isSearched ? 'nobody_found' : 'no_customers_yet')}>
      {isSearched ? (
        <button type="button" class="button" onClick={() => search('')}>
          {text('clear_search')}
        </button>
      ) : (
        can('customers:write') && <NewCustomer />
      )}
    </Empty>
  );
}

/** All customers, or those that a search finds. */
export function CustomersScreen() {
  const input = useRef<HTMLInputElement>(null);
  const q = useDebounced(toSearch(typed.value));
  const list = useCustomers(q);
  useShortcuts({
    '/': () => input.current?.focus(),
    n: can('customers:write') ? () => go({ screen: 'customer-form' }) : undefined,
  });
  useScrollRestoration(list.customers.length > 0);

  const { total, total_capped } = list.first ?? {};
  const totalText =
    total === undefined
      ? ''
      : plural('customers_total', total, formatNumber(total) + (total_capped ? '+' : ''));
  useEffect(() => {
    if (totalText && !list.isPlaceholderData) announce(totalText);
  }, [totalText, list.isPlaceholderData]);

  return (
    <Screen
      title={text('customers')}
      actions={
        <>
          <IconButton
            label={text('refresh')}
            icon={RefreshCw}
            onClick={() => refresh(list.refetch)}
            isBusy={list.isFetching}
          />
          {can('customers:write') && <NewCustomer />}
        </>
      }
    >
      {can('customers:write') && <CustomerDrafts />}
      <div class="list-tools">
        <input
          ref={input}
          type="search"
          class="input search"
          aria-label={text('search_customers')}
          aria-keyshortcuts="/"
          placeholder={text('search_customers')}
          value={typed.value}
          onInput={(event) => search(event.currentTarget.value)}
        />
        {typed.value.trim() !== '' && !toSearch(typed.value) && (
          <p class="hint">{text('search_three', MIN_SEARCH_LENGTH)}</p>
        )}
        <div class="list-summary">
          <p class="quiet small">{totalText}</p>
        </div>
      </div>
      <Found list={list} isSearched={q !== undefined} />
    </Screen>
  );
}

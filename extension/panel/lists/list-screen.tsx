import { RefreshCw } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { MIN_SEARCH_LENGTH } from '../../../shared/limits.ts';
import { text } from '../../text.ts';
import { announce } from '../controls/announce.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { refresh } from '../controls/refresh.ts';
import { Screen } from '../navigation/screen.tsx';
import { useScrollRestoration } from '../navigation/use-scroll-restoration.ts';
import { useShortcuts } from '../navigation/use-shortcuts.ts';
import type { PagedList } from '../session/paged-query.ts';
import { formatNumber } from '../values/format.ts';
import { toSearch } from './search-text.ts';

interface ListScreenProps {
  title: string;
  list: PagedList;
  /** What is said of the total. */
  total: string;
  search: { label: string; value: string; onValue: (value: string) => void };
  /** Begins a new one; undefined where the key may not. */
  create: (() => unknown) | undefined;
  /** The button for that. */
  createButton: ComponentChildren;
  /** Above the search, beside it, between it and the total, and beside that. */
  drafts?: ComponentChildren;
  filterButton?: ComponentChildren;
  tabs?: ComponentChildren;
  sort?: ComponentChildren;
  children: ComponentChildren;
}

/**
 * The total of a list as a text, with a plus where the server stopped counting; undefined until it is
 * known.
 */
export const shownTotal = ({ first }: PagedList): string | undefined =>
  first?.total === undefined ? undefined : formatNumber(first.total) + (first.total_capped ? '+' : '');

/** A list that fills a screen, with its search: `/` goes there, `n` begins a new one. */
export function ListScreen({ title, list, total, search, create, ...parts }: ListScreenProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => input.current?.focus(), n: create });
  useScrollRestoration(list.rows.length > 0);
  useEffect(() => {
    if (total && !list.isPlaceholderData) announce(total);
  }, [total, list.isPlaceholderData]);
  return (
    <Screen
      title={title}
      actions={
        <>
          <IconButton
            label={text('refresh')}
            icon={RefreshCw}
            onClick={() => refresh(list.refetch)}
            isBusy={list.isFetching}
          />
          {create && parts.createButton}
        </>
      }
    >
      {parts.drafts}
      <div class="list-tools">
        <div class="row">
          <input
            ref={input}
            type="search"
            class="input search"
            aria-label={search.label}
            aria-keyshortcuts="/"
            placeholder={search.label}
            value={search.value}
            onInput={(event) => search.onValue(event.currentTarget.value)}
          />
          {parts.filterButton}
        </div>
        {search.value.trim() !== '' && !toSearch(search.value) && (
          <p class="hint">{text('search_three', MIN_SEARCH_LENGTH)}</p>
        )}
        {parts.tabs}
        <div class="list-summary">
          <p class="quiet small">{total}</p>
          {parts.sort}
        </div>
      </div>
      {parts.children}
    </Screen>
  );
}

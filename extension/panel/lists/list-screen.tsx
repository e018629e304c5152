import { RefreshCw } from 'lucide';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
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

/** What is said of the answer to a search, if it is not simply all that there is. */
function searchNote({ first, isPlaceholderData }: PagedList, searched: string): string | undefined {
  if (isPlaceholderData || !first || toSearch(searched) === undefined) return undefined;
  if (first.did_you_mean !== undefined) return text('did_you_mean', first.did_you_mean);
  return first.total_capped ? text('search_cut') : undefined;
}

/** A list that fills a screen, with its search: `/` goes there, `n` begins a new one. */
export function ListScreen({ title, list, total, search, create, ...parts }: ListScreenProps) {
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => input.current?.focus(), n: create });
  useScrollRestoration(list.rows.length > 0);
  const note = searchNote(list, search.value);
  useEffect(() => {
    if (total && !list.isPlaceholderData) announce([note, total].filter(Boolean).join(' '));
  }, [note, total, list.isPlaceholderData]);
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
        {note && <p class="hint">{note}</p>}
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

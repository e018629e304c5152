import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type TextName, text } from '../../text.ts';
import { failureText } from '../controls/feedback.tsx';
import type { PagedList } from '../session/paged-query.ts';
import './list-table.css';
import { whileBusy } from '../controls/while-busy.ts';

interface ListTableProps {
  class: string;
  caption: string;
  columns: readonly (readonly [name: TextName, kind: string])[];
  list: PagedList;
  children: ComponentChildren;
}

const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

/** Arrow keys go from row to row. */
function moveFocus(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = steps[event.key];
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('tbody a')];
  const index = links.indexOf(document.activeElement as HTMLElement);
  if (step === undefined || index < 0) return;
  links[index + step]?.focus();
  event.preventDefault();
}

/**
 * A list as a table, whose next rows are read as its end comes near. Where there is no room for a table each row is a card of the same
 * cells, and the roles say that it is a table all the same.
 */
export function ListTable({ columns, list, ...props }: ListTableProps) {
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError } = list;
  const end = useRef<HTMLDivElement>(null);
  const loadMore = () => list.fetchNextPage({ cancelRefetch: false });
  const load = useRef(loadMore);
  load.current = loadMore;
  const canLoad = hasNextPage && !isFetchingNextPage && !isFetchNextPageError;
  useEffect(() => {
    if (!end.current || !canLoad) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void load.current(), {
      rootMargin: '400px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [canLoad]);

  return (
    <>
      <table
        class={`list-table ${props.class}`}
        role="table"
        aria-busy={list.isPlaceholderData}
        onKeyDown={moveFocus}
      >
        <caption class="visually-hidden">{props.caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(([name, kind]) => (
              <th key={name} role="columnheader" scope="col" class={kind}>
                {text(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">{props.children}</tbody>
      </table>
      <div ref={end} class="list-end">
        {isFetchNextPageError && <p class="error">{failureText(list.error)}</p>}
        {hasNextPage && (
          <button type="button" class="button" {...whileBusy(isFetchingNextPage, loadMore)}>
            {text(isFetchingNextPage ? 'loading' : 'load_more')}
          </button>
        )}
      </div>
    </>
  );
}

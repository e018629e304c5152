import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { type TextName, text } from '../../text.ts';
import { failureText } from '../controls/feedback.tsx';
import './list-table.css';
import { whileBusy } from '../controls/while-busy.ts';

interface ListTableProps {
  class: string;
  caption: string;
  columns: readonly (readonly [name: TextName, kind: string])[];
  /** Whether the rows are of an earlier question, while the present one is being answered. */
  isStale?: boolean | undefined;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  failure: unknown;
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
export function ListTable({
  columns,
  isStale,
  hasMore,
  isLoadingMore,
  loadMore,
  failure,
  ...props
}: ListTableProps) {
  const end = useRef<HTMLDivElement>(null);
  const load = useRef(loadMore);
  load.current = loadMore;
  const canLoad = hasMore && !isLoadingMore && !failure;
  useEffect(() => {
    if (!end.current || !canLoad) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && load.current(), {
      rootMargin: '400px',
    });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [canLoad]);

  return (
    <>
      <table class={`list-table ${props.class}`} role="table" aria-busy={isStale} onKeyDown={moveFocus}>
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
        {failure !== null && <p class="error">{failureText(failure)}</p>}
        {hasMore && (
          <button type="button" class="button" {...whileBusy(isLoadingMore, loadMore)}>
            {text(isLoadingMore ? 'loading' : 'load_more')}
          </button>
        )}
      </div>
    </>
  );
}

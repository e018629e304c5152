import type { ComponentChildren, VNode } from 'preact';
import { Failed, Loading } from '../controls/feedback.tsx';
import type { PagedList } from '../session/paged-query.ts';

interface ListResultsProps {
  list: PagedList;
  /** How many rows are sketched while the first are read. */
  bones?: number;
  /** What is shown where there is no row. */
  empty: VNode;
  children: ComponentChildren;
}

/** The rows of a list, or why there are none. */
export function ListResults({ list, bones, empty, children }: ListResultsProps) {
  if (list.isPending) return <Loading {...(bones !== undefined && { rows: bones })} />;
  if (list.rows.length > 0) return <>{children}</>;
  return list.isError ? <Failed error={list.error} retry={() => list.refetch()} /> : empty;
}

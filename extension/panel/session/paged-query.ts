import { keepPreviousData, type QueryKey } from '@tanstack/query-core';
import { useInfiniteQuery } from './query.ts';

interface PagedQuery<Page, Row> {
  queryKey: QueryKey;
  enabled?: boolean;
  /** Reads the page after this cursor, without one the first. */
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>;
  rowsOf: (page: Page) => readonly Row[];
}

/** What a page says of the whole list. */
interface PageSummary {
  total?: number;
  total_capped?: boolean | undefined;
  did_you_mean?: string | undefined;
}

/** A list that is read page by page, as screens show it. */
export interface PagedList<Row extends { id: string } = { id: string }> {
  rows: readonly Row[];
  first: PageSummary | undefined;
  isPending: boolean;
  isError: boolean;
  error: unknown;
  isFetching: boolean;
  /** Whether the rows are of an earlier question, while the present one is being answered. */
  isPlaceholderData: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage(options?: { cancelRefetch?: boolean }): Promise<unknown>;
  refetch(options?: { throwOnError?: boolean }): Promise<unknown>;
}

/** A list that is read by the cursor, page after page. While another question is answered it shows what it had. */
export function usePagedQuery<
  Page extends { more_starting_after?: string | undefined },
  Row extends { id: string },
>({ queryKey, enabled = true, read, rowsOf }: PagedQuery<Page, Row>) {
  const result = useInfiniteQuery<Page, string | undefined, { pages: Page[] }>({
    queryKey,
    enabled,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: undefined,
    getNextPageParam: (page) => page.more_starting_after,
    placeholderData: keepPreviousData,
  });
  const pages = result.data?.pages ?? [];
  // What has moved while the list is read may be on two pages.
  const rows = [...new Map(pages.flatMap(rowsOf).map((row): [string, Row] => [row.id, row])).values()];
  return { ...result, rows, first: pages[0] };
}

import { useSignal } from '@preact/signals';
import {
  InfiniteQueryObserver,
  type InfiniteQueryObserverOptions,
  QueryClient,
  type QueryKey,
  QueryObserver,
  type QueryObserverOptions,
} from '@tanstack/query-core';
import { useEffect, useMemo } from 'preact/hooks';
import { ApiFailure } from '../../api.ts';

/** How often, and after how many milliseconds, a read is tried again that the server did not answer. */
const RETRIES = 2;
const RETRY_DELAY = 1000;

/** The cache of what was read, for as long as the panel is open. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 5000,
      // A list that was scrolled far would be read anew from its first page to its last.
      refetchOnWindowFocus: false,
      retry: (count, error) => error instanceof ApiFailure && error.kind === 'away' && count < RETRIES,
      retryDelay: (count) => RETRY_DELAY * 2 ** count,
    },
  },
});

// Otherwise a read that waits while nobody sees the panel never hears that it is seen again.
queryClient.mount();

/** Reads anew whatever is shown: an order also shows in lists, activities and its customer's summary. */
export const refreshAll = (): Promise<void> => queryClient.invalidateQueries();

/** Something that tells its subscribers of new results, as the observers of the cache do. */
interface Observer<Options, Result> {
  setOptions(options: Options): void;
  getCurrentResult(): Result;
  getOptimisticResult(options: never): Result;
  subscribe(listener: (result: Result) => void): () => void;
}

/** Ties an observer to the component that calls it. */
function useObserver<Options, Result>(make: () => Observer<Options, Result>, options: Options): Result {
  const observer = useMemo(make, []);
  const version = useSignal(0);
  version.value;
  useEffect(() => observer.subscribe(() => version.value++), [observer, version]);
  useEffect(() => observer.setOptions(options));
  return observer.getOptimisticResult(queryClient.defaultQueryOptions(options as never) as never);
}

/** What the cache has of a query; reads it where that is missing or stale. */
export const useQuery = <Data>(options: QueryObserverOptions<Data, Error>) =>
  useObserver(() => new QueryObserver<Data, Error>(queryClient, options), options);

/** The same of a list that is read page by page. */
export const useInfiniteQuery = <Page, Cursor, Data>(
  options: InfiniteQueryObserverOptions<Page, Error, Data, QueryKey, Cursor>,
) =>
  useObserver(
    () => new InfiniteQueryObserver<Page, Error, Data, QueryKey, Cursor>(queryClient, options),
    options,
  );

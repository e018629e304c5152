import { ApiError, EntryErrors } from '../http/errors.ts';

/**
 * Runs an action on each entry of a list, in turn, and collects the errors of all of them.
 * @param stopsAfter tells whether the entries after a failed one cannot be judged without it
 * @throws EntryErrors of those for which the action throws an ApiError
 */
export function mapEntries<Entry extends { write: { place: number } }, Result>(
  entries: readonly Entry[],
  action: (entry: Entry) => Result,
  stopsAfter: (entry: Entry) => boolean,
): Result[] {
  const errors = new Map<number, ApiError>();
  const results: Result[] = [];
  for (const entry of entries) {
    try {
      results.push(action(entry));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errors.set(entry.write.place, error);
      if (stopsAfter(entry)) break;
    }
  }
  if (errors.size > 0) throw new EntryErrors(errors);
  return results;
}

import { isRefusal, OverloadError } from '../database.ts';
import type { RefusalKey } from '../sql/refusals.ts';

/** The number of attempts, and the refusals after which a write starts again. */
export interface RetryLimits {
  attempts: number;
  on: readonly RefusalKey[];
}

/**
 * Repeats a write that reads, decides and then writes in one batch, when the batch refused itself because
 * what was read is no longer so.
 * @param attempt takes the keys with which earlier attempts were refused; none in the first
 * @throws OverloadError when every attempt was refused so; any other error at once
 */
export async function retryOutdated<Result>(
  { attempts, on }: RetryLimits,
  attempt: (refusedWith: ReadonlySet<RefusalKey>) => Promise<Result>,
): Promise<Result> {
  const refusedWith = new Set<RefusalKey>();
  for (let count = 0; count < attempts; count += 1) {
    try {
      return await attempt(refusedWith);
    } catch (error) {
      if (!isRefusal(error, ...on)) throw error;
      refusedWith.add(error.reason.key);
    }
  }
  throw new OverloadError(`still refused after ${attempts} attempts: ${[...refusedWith].join()}`);
}

import type { Batch, Statement } from '../database.ts';

/**
 * The other statements in the batch of a write: those of the caller, and of the request's idempotency key.
 */
export interface BatchContext<After extends Batch = readonly Statement<never>[]> {
  /** Run first, and may refuse the batch. */
  before: readonly Statement<never>[];
  /** Run right after each statement that creates rows, or updates some, so that `changes()` counts them. */
  onCreated?: Statement<never>;
  onUpdated?: Statement<never>;
  /** Run last, when everything is written. */
  after: After;
}

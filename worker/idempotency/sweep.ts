import type { Database } from '../database.ts';
import { dayOf, deleteExpiredRecords } from './store.ts';

/** Statements one scheduled run may spend; what is left over goes with the next run. */
const MAX_ROUNDS = 50;

/**
 * Deletes the replies whose idempotency keys have expired. They count as absent before; this frees the space.
 */
export async function sweepIdempotencyRecords(database: Database, now: number): Promise<void> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const [deleted] = await database.batch([deleteExpiredRecords({ day: dayOf(now) })]);
    if (deleted.length === 0) return;
  }
}

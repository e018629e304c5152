import { MAX_SWEEP_STEPS } from '../../shared/limits.ts';
import type { Database } from '../database.ts';
import { continueRemoval } from './continue-removal.ts';
import { pendingRemoval } from './store.ts';

/** Continues removals until none is left, or for MAX_SWEEP_STEPS steps. */
export async function sweepRemovedCustomers(database: Database): Promise<void> {
  for (let step = 0; step < MAX_SWEEP_STEPS; step += 1) {
    const removal = await database.first(pendingRemoval({ id: null }));
    if (!removal) return;
    await continueRemoval(database, removal);
  }
}

import type { Database } from '../database.ts';
import { continueRemoval } from './continue-removal.ts';
import { pendingRemoval } from './store.ts';

/** Steps that one scheduled run may spend on removals; what is left over goes with the next run. */
const MAX_STEPS = 100;

/** Continues removals until none is left, or for MAX_STEPS steps. */
export async function sweepRemovedCustomers(database: Database): Promise<void> {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const removal = await database.first(pendingRemoval({ id: null }));
    if (!removal) return;
    await continueRemoval(database, removal);
  }
}

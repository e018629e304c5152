import type { Database } from '../database.ts';
import type { Environment } from '../environment.ts';
import { expiredAction, idleActions, noteSwept, removeChunks, removeFailures } from './sweep-store.ts';

/** How long nothing must have happened before an action counts as left lying, in milliseconds: many times what a chunk takes. */
const IDLE = 5_000;

const DAY = 24 * 60 * 60 * 1000;

/** How long payloads and failures are kept after an action's end; and what was never accepted. */
export const KEPT = 7 * DAY;
const KEPT_UNACCEPTED = DAY;

/** Steps one scheduled run may spend on removals; what is left over goes with the next run. */
const MAX_STEPS = 100;

/** Puts into the queue again what it has lost, and removes payloads that have been kept for long enough. */
export async function sweepActions(
  database: Database,
  { asyncActions: queue }: Pick<Environment, 'asyncActions'>,
  now: number,
): Promise<void> {
  const [idle] = await database.batch([idleActions({ since: now - IDLE })]);
  for (const { id, chunk } of idle) await queue.send({ action: id, chunk });
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const expired = await database.first(
      expiredAction({ finished: now - KEPT, begun: now - KEPT_UNACCEPTED }),
    );
    if (!expired) return;
    const { id } = expired;
    await database.batch([removeChunks({ id }), removeFailures({ id }), noteSwept({ id, at: now })]);
  }
}

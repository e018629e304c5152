import { MAX_SWEEP_STEPS, PAYLOADS_KEPT, UNACCEPTED_KEPT } from '../../shared/limits.ts';
import type { Database } from '../database.ts';
import type { Environment } from '../environment.ts';
import { expiredAction, idleActions, noteSwept, removeChunks, removeFailures } from './sweep-store.ts';

/** How long nothing must have happened before an action counts as left lying, in milliseconds: many times what a chunk takes. */
const IDLE = 5_000;

/** Puts into the queue again what it has lost, and removes payloads that have been kept for long enough. */
export async function sweepActions(
  database: Database,
  { asyncActions: queue }: Pick<Environment, 'asyncActions'>,
  now: number,
): Promise<void> {
  const [idle] = await database.batch([idleActions({ since: now - IDLE })]);
  for (const { id, chunk } of idle) await queue.send({ action: id, chunk });
  for (let step = 0; step < MAX_SWEEP_STEPS; step += 1) {
    const expired = await database.first(
      expiredAction({ finished: now - PAYLOADS_KEPT, begun: now - UNACCEPTED_KEPT }),
    );
    if (!expired) return;
    const { id } = expired;
    await database.batch([removeChunks({ id }), removeFailures({ id }), noteSwept({ id, at: now })]);
  }
}

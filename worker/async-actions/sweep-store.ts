import { sql } from 'drizzle-orm';
import { compile } from '../database.ts';

const ID = sql.placeholder('id');

/** Actions that are to be done and have not got on since; the oldest first. */
export const idleActions = compile<{ since: number }, { id: string; chunk: number }>(
  sql`SELECT id, chunk FROM async_actions WHERE swept_at IS NULL AND finished_at IS NULL AND accepted_at IS NOT NULL
    AND updated_at < ${sql.placeholder('since')} ORDER BY seq LIMIT 100`,
);

/** An action whose payload has been kept for long enough: finished before `finished`, or not accepted since `begun`. */
export const expiredAction = compile<{ finished: number; begun: number }, { id: string }>(
  sql`SELECT id FROM async_actions WHERE swept_at IS NULL AND (finished_at < ${sql.placeholder('finished')}
    OR finished_at IS NULL AND accepted_at IS NULL AND created_at < ${sql.placeholder('begun')}) LIMIT 1`,
);

/** Remove the next part of an action's payload, and of what has failed of it. */
export const removeChunks = compile<{ id: string }, { number: number }>(
  sql`DELETE FROM action_chunks WHERE (action_id, number) IN
    (SELECT action_id, number FROM action_chunks WHERE action_id = ${ID} LIMIT 50) RETURNING number`,
);
export const removeFailures = compile<{ id: string }>(
  sql`DELETE FROM action_failures WHERE (action_id, line) IN
    (SELECT action_id, line FROM action_failures WHERE action_id = ${ID} LIMIT 2000)`,
);

/** Notes that nothing is left of an action's payload, if nothing is. */
export const noteSwept = compile<{ id: string; at: number }>(
  sql`UPDATE async_actions SET swept_at = ${sql.placeholder('at')} WHERE id = ${ID}
    AND NOT EXISTS (SELECT 1 FROM action_chunks WHERE action_id = ${ID})
    AND NOT EXISTS (SELECT 1 FROM action_failures WHERE action_id = ${ID})`,
);

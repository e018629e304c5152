import { sql } from 'drizzle-orm';
import type { AsyncActionType } from '../../../shared/async-actions.ts';
import type { Role } from '../../../shared/keys/roles.ts';
import { compile } from '../../database.ts';
import { jsonRows } from '../../sql/json-columns.ts';
import { reason, refuse } from '../../sql/refusals.ts';

const ID = sql`${sql.placeholder('id')}`;
const AT = sql`${sql.placeholder('at')}`;

/** The next chunk of an action that is to be applied, and what is to be known for it. */
export interface ChunkRow {
  id: string;
  type: AsyncActionType;
  by: string;
  /** Of the key that asked. */
  role: Role;
  chunks: number;
  number: number;
  /** The first of its rows that is not applied yet. */
  from: number;
  rows: number;
  firstLine: number;
  payload: string;
}

export const nextChunk = compile<{ id: string }, ChunkRow>(
  sql`SELECT a.id, a.type, a.created_by AS "by", k.role, a.chunks, a.chunk AS number, a.chunk_row AS "from",
      c.rows, c.first_line AS "firstLine", c.payload
    FROM async_actions AS a JOIN action_chunks AS c ON c.action_id = a.id AND c.number = a.chunk
      JOIN keys AS k ON k.id = a.created_by
    WHERE a.id = ${ID} AND a.accepted_at IS NOT NULL AND a.finished_at IS NULL`,
);

/** Aborts the batch unless the action's next row is that one. */
export const refuseApplied = compile<{ id: string; chunk: number; from: number }>(
  refuse(
    reason('chunk_applied', {}),
    sql`WHERE NOT EXISTS (SELECT 1 FROM async_actions WHERE id = ${ID} AND finished_at IS NULL
      AND chunk = ${sql.placeholder('chunk')} AND chunk_row = ${sql.placeholder('from')})`,
  ),
);

const count = (column: 'created' | 'updated') =>
  compile<{ id: string }>(
    sql`UPDATE async_actions SET ${sql.identifier(column)} = ${sql.identifier(column)} + changes() WHERE id = ${ID} AND changes() > 0`,
  );
/** Count what the statement before has made or changed. */
export const countCreated = count('created');
export const countUpdated = count('updated');

/** Rows that have failed, bound as an array of objects: `errors`, `row` are JSON. */
export const insertFailures = compile<{ id: string; failures: string }>(
  sql`${jsonRows('failures', ['line', 'errorKey', 'sourceId', 'errors', 'row', 'text'])}
    INSERT OR REPLACE INTO action_failures (action_id, line, key, source_id, errors, row, text)
    SELECT ${ID}, w.line, w.errorKey, w.sourceId, w.errors, w.row, w.text FROM w`,
);

/** Moves an action on to (`chunk`, `row`) after `processed` rows of which `failed` have failed; `finishedAt` is null but at the end. */
export const advance = compile<{
  id: string;
  chunk: number;
  row: number;
  processed: number;
  failed: number;
  failedChunks: 0 | 1;
  at: number;
  finishedAt: number | null;
}>(
  sql`UPDATE async_actions SET chunk = ${sql.placeholder('chunk')}, chunk_row = ${sql.placeholder('row')},
    processed = processed + ${sql.placeholder('processed')}, failed = failed + ${sql.placeholder('failed')},
    failed_chunks = failed_chunks + ${sql.placeholder('failedChunks')},
    updated_at = ${AT}, finished_at = ${sql.placeholder('finishedAt')} WHERE id = ${ID}`,
);

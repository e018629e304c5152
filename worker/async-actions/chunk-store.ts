import { type SQL, sql } from 'drizzle-orm';
import type { AsyncActionType } from '../../shared/async-actions.ts';
import type { Role } from '../../shared/roles.ts';
import { build, compile, type Statement } from '../database.ts';
import { jsonRows } from '../sql/json-columns.ts';
import { REFUSALS } from '../tables.ts';

const placeholders = (names: readonly string[]): SQL =>
  sql.join(
    names.map((name) => sql`${sql.placeholder(name)}`),
    sql`, `,
  );
const ID = sql`${sql.placeholder('id')}`;
const AT = sql`${sql.placeholder('at')}`;

/** Begins an action whose payload is being received: nobody sees it before it is accepted. */
export const beginAction = compile<{
  id: string;
  type: AsyncActionType;
  requestId: string;
  format: string;
  createdAt: number;
  createdBy: string;
}>(
  sql`INSERT INTO async_actions (id, type, request_id, format, created_at, created_by)
    VALUES (${placeholders(['id', 'type', 'requestId', 'format', 'createdAt', 'createdBy'])})`,
);

/** A part of what an action was sent. */
export interface ChunkWrite {
  actionId: string;
  number: number;
  firstLine: number;
  rows: number;
  /** JSON. */
  payload: string;
}

/** Stores some chunks: at least one, at most twenty. */
export const insertChunks = (chunks: readonly ChunkWrite[]): Statement<never> =>
  build(
    sql`INSERT INTO action_chunks (action_id, number, first_line, rows, payload) VALUES ${sql.join(
      chunks.map(
        ({ actionId, number, firstLine, rows, payload }) =>
          sql`(${actionId}, ${number}, ${firstLine}, ${rows}, ${payload})`,
      ),
      sql`, `,
    )}`,
  );

/** From here on the action must be done: all of its payload is stored. */
export const acceptAction = compile<{ id: string; at: number; bytes: number; rows: number; chunks: number }>(
  sql`UPDATE async_actions SET accepted_at = ${AT}, updated_at = ${AT}, bytes = ${sql.placeholder('bytes')},
    rows = ${sql.placeholder('rows')}, chunks = ${sql.placeholder('chunks')} WHERE id = ${ID}`,
);

/** What is kept of an action for its idempotency key. */
export const actionSnapshot = sql`SELECT json_array(${ID})`;

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

/** What a batch is refused with whose rows were applied by another. */
export const CHUNK_APPLIED = 'chunk_applied';

/** Aborts the batch unless the action's next row is that one. */
export const refuseApplied = compile<{ id: string; chunk: number; from: number }>(
  sql`INSERT INTO ${REFUSALS} (reason) SELECT json_object('key', ${sql.raw(`'${CHUNK_APPLIED}'`)})
    WHERE NOT EXISTS (SELECT 1 FROM async_actions WHERE id = ${ID} AND finished_at IS NULL
      AND chunk = ${sql.placeholder('chunk')} AND chunk_row = ${sql.placeholder('from')})`,
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

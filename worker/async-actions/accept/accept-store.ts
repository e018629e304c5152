import { type SQL, sql } from 'drizzle-orm';
import type { AsyncActionType } from '../../../shared/async-actions.ts';
import { build, compile, type Statement } from '../../database.ts';

const placeholders = (names: readonly string[]): SQL =>
  sql.join(
    names.map((name) => sql`${sql.placeholder(name)}`),
    sql`, `,
  );
const ID = sql`${sql.placeholder('id')}`;
const AT = sql`${sql.placeholder('at')}`;

/** An action whose payload is being received. */
export type ActionWrite = {
  id: string;
  type: AsyncActionType;
  requestId: string;
  format: string;
  createdAt: number;
  createdBy: string;
};

/** Begins an action: nobody sees it before it is accepted. */
export const beginAction = compile<ActionWrite>(
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

import { type SQL, sql } from 'drizzle-orm';
import { jsonRows } from './json-columns.ts';
import { type RefusalCase, type RefusalReason, reason, refuseEach, toExpression } from './refusals.ts';
import { seqById, seqBySourceId, seqOf } from './seq-of.ts';

/** Which resource a write means, and on what condition; rows of these fields are bound with `bindRows`. */
export interface WriteMatch {
  /** The entry's place in the caller's list, which a refusal names. */
  place: number;
  /** Names the resource to change; on creation at most one of the two is given. */
  matchId: string | null;
  matchSourceId: string | null;
  /** True for PUT and DELETE: the resource is not made where it is missing. */
  mustExist: boolean;
  /** Versions that are accepted; `[]` is any; null does not ask. */
  ifMatch: string[] | null;
}

export const matchFields = ['matchId', 'matchSourceId'] as const;

/** The resource that a write `w` names, before it is written. */
export const matchedSeq = (table: string): SQL => seqOf(table, sql`w.matchId`, sql`w.matchSourceId`);

/** The same after it was written: it may be new, or have another source_id. */
export const writtenSeq = (table: string): SQL =>
  sql`coalesce(${matchedSeq(table)}, ${seqBySourceId(table, sql`w.sourceId`)}, ${seqById(table, sql`w.newId`)})`;
export const writtenFields = [...matchFields, 'sourceId', 'newId'] as const;

/** Holds where the write `w` asks for a version that the present row `old` does not have. */
export const isStale: SQL = sql`w.ifMatch IS NOT NULL AND (old.seq IS NULL OR (w.ifMatch <> '[]'
  AND NOT EXISTS (SELECT 1 FROM json_each(w.ifMatch) WHERE value = CAST(old.version AS TEXT))))`;

/** The reason to refuse such a write with. */
export function staleReason(type: string, id: SQL, index?: SQL): SQL<RefusalReason> {
  const name = type.replace('_', ' ');
  const details = sql`iif(old.seq IS NULL, ${toExpression(`The ${name} does not exist.`)},
    ${toExpression(`The ${name} is now at version `)} || old.version || '.')`;
  return reason('precondition_failed', { type, id, details, ...(index && { index }) });
}

/**
 * A statement that aborts its batch if any of the writes bound as `writes` must be refused: where it names what is not
 * there, a stale version, or a source_id that is another's.
 * @param more further cases, over `w` and the present row `old`, and the fields they read
 */
export function refuseMismatch(
  table: string,
  type: string,
  more: { cases: readonly RefusalCase[]; reads: readonly string[] } = { cases: [], reads: [] },
): SQL {
  const name = sql.raw(table);
  const index = sql`w.place`;
  const cases: readonly RefusalCase[] = [
    [sql`w.mustExist AND old.seq IS NULL`, reason('not_found', { type, id: sql`w.matchId`, index })],
    [isStale, staleReason(type, sql`coalesce(old.id, w.matchId, w.matchSourceId, '')`, index)],
    [
      sql`EXISTS (SELECT 1 FROM ${name} AS other WHERE source_id = w.sourceId AND other.seq IS NOT old.seq)`,
      reason('duplicate_found', {
        type,
        id: sql`w.sourceId`,
        details: `source_id belongs to another ${type}.`,
        index,
      }),
    ],
    ...more.cases,
  ];
  return sql`${jsonRows('writes', [...matchFields, 'place', 'mustExist', 'ifMatch', 'sourceId', ...more.reads])}
    ${refuseEach(cases, sql`FROM w LEFT JOIN ${name} AS old ON old.seq = ${matchedSeq(table)}`)}`;
}

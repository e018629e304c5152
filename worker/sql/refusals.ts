import { type SQL, sql } from 'drizzle-orm';
import { REFUSALS } from '../tables.ts';
import { jsonRows } from './json-columns.ts';

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

/** The row of that id, else of that source_id: two values, since a write may give only one of them. */
export const seqOf = (table: string, id: SQL, sourceId: SQL): SQL =>
  sql`coalesce(${seqById(table, id)}, ${seqBySourceId(table, sourceId)})`;

export const seqById = (table: string, id: SQL): SQL =>
  sql`(SELECT seq FROM ${sql.raw(table)} WHERE id = ${id})`;

export const seqBySourceId = (table: string, sourceId: SQL): SQL =>
  sql`(SELECT seq FROM ${sql.raw(table)} WHERE source_id = ${sourceId})`;

/** The voucher of that id, else of that code. */
export const seqOfVoucher = (name: SQL): SQL =>
  sql`coalesce(${seqById('vouchers', name)}, (SELECT seq FROM vouchers WHERE code = ${name}))`;

/** The resource that a write `w` names, before it is written. */
export const matchedSeq = (table: string): SQL => seqOf(table, sql`w.matchId`, sql`w.matchSourceId`);

/** The same after it was written: it may be new, or have another source_id. */
export const writtenSeq = (table: string): SQL =>
  sql`coalesce(${matchedSeq(table)}, ${seqBySourceId(table, sql`w.sourceId`)}, ${seqById(table, sql`w.newId`)})`;
export const writtenFields = [...matchFields, 'sourceId', 'newId'] as const;

/** Whether the write `w` asks for a version that the present row `old` does not have. */
export const isStale: SQL = sql`w.ifMatch IS NOT NULL AND (old.seq IS NULL OR (w.ifMatch <> '[]'
  AND NOT EXISTS (SELECT 1 FROM json_each(w.ifMatch) WHERE value = CAST(old.version AS TEXT))))`;

const text = (value: string): SQL => sql.raw(`'${value}'`);

/** What a write is refused with for it. */
export const staleReason = (type: string, id: SQL, index = sql`0`): SQL =>
  sql`json_object('key', 'precondition_failed', 'index', ${index}, 'type', ${text(type)}, 'id', ${id},
    'details', iif(old.seq IS NULL, ${text(`The ${type.replace('_', ' ')} does not exist.`)},
      ${text(`The ${type.replace('_', ' ')} is now at version `)} || old.version || '.'))`;

/** How many entries of a list one refusal tells of: it travels as the text of an error. */
const MAX_REFUSED = 100;

/**
 * A statement that aborts its batch if any of the writes bound as `writes` must be refused: where it names what is not
 * there, a stale version, or a source_id that is another's. See RefusalError for what it says of each.
 * @param more further `WHEN … THEN json_object(…)`, over `w` and the present row `old`, and the fields they read
 */
export function refusal(table: string, type: string, more?: { cases: SQL; reads: readonly string[] }): SQL {
  return sql`${jsonRows('writes', [...matchFields, 'place', 'mustExist', 'ifMatch', 'sourceId', ...(more?.reads ?? [])])}
    INSERT INTO ${REFUSALS} (reason) SELECT json_group_array(json(reason)) FROM (SELECT reason FROM (SELECT CASE
      WHEN w.mustExist AND old.seq IS NULL
        THEN json_object('key', 'not_found', 'index', w.place, 'type', ${text(type)}, 'id', w.matchId)
      WHEN ${isStale}
        THEN ${staleReason(type, sql`coalesce(old.id, w.matchId, w.matchSourceId)`, sql`w.place`)}
      WHEN EXISTS (SELECT 1 FROM ${sql.raw(table)} AS other WHERE source_id = w.sourceId AND other.seq IS NOT old.seq)
        THEN json_object('key', 'duplicate_found', 'index', w.place, 'type', ${text(type)}, 'id', w.sourceId,
          'details', ${text(`source_id belongs to another ${type}.`)})
      ${more?.cases ?? sql``}
    END AS reason FROM w LEFT JOIN ${sql.raw(table)} AS old ON old.seq = ${matchedSeq(table)})
    WHERE reason IS NOT NULL LIMIT ${sql.raw(String(MAX_REFUSED))}) HAVING count(*) > 0`;
}

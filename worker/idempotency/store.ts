import { type SQL, sql } from 'drizzle-orm';
import { DAY } from '../../shared/durations.ts';
import { compile } from '../database.ts';
import { reason, refuse } from '../sql/refusals.ts';

/**
 * Days since the epoch: the bucket of a record. A live one is in today's or yesterday's, or in tomorrow's where
 * the machine that kept it was ahead at midnight.
 */
export const dayOf = (milliseconds: number): number => Math.floor(milliseconds / DAY);

const live = sql`day IN (${sql.placeholder('day')}, ${sql.placeholder('day')} - 1, ${sql.placeholder('day')} + 1)
  AND key = ${sql.placeholder('key')} AND created_at > ${sql.placeholder('since')}`;

type LiveValues = { day: number; key: string; since: number };

/** Aborts the batch with `idempotency_key_used` where the key has a live record. */
export const refuseUsedKey = compile<LiveValues>(
  refuse(reason('idempotency_key_used', {}), sql`FROM idempotency_records WHERE ${live} LIMIT 1`),
);

export const liveRecord = compile<LiveValues, { requestHash: string; reply: string }>(
  sql`SELECT request_hash AS "requestHash", reply FROM idempotency_records WHERE ${live}`,
);

/** Under which key a reply is kept, and for which body. */
export type ReplyKey = { day: number; key: string; requestHash: string; at: number };

/** Keeps what `snapshot` selects as the key's reply; `Values` are the placeholders of `snapshot`. */
export const keepReply = <Values extends Record<string, unknown>>(snapshot: SQL) =>
  compile<Values & ReplyKey>(
    sql`INSERT INTO idempotency_records (day, key, request_hash, created_at, reply)
      VALUES (${sql.placeholder('day')}, ${sql.placeholder('key')}, ${sql.placeholder('requestHash')},
        ${sql.placeholder('at')}, (${snapshot}))`,
  );

/**
 * Replaces a kept reply that was a customer's profile: its key stays used, so that a late retry does not make
 * the customer anew.
 */
export const ERASED = '';

/** The number of kept replies that one statement looks through. */
const ERASED_AT_ONCE = 2000;

const chunk = (columns: SQL): SQL => sql`SELECT ${columns} FROM idempotency_records
  WHERE (day, key) > (${sql.placeholder('day')}, ${sql.placeholder('key')})
  ORDER BY day, key LIMIT ${sql.raw(String(ERASED_AT_ONCE))}`;

/** The last of the next chunk of kept replies; no row where there is none. */
export const endOfChunk = compile<{ day: number; key: string }, { day: number; key: string }>(
  sql`SELECT day, key FROM (${chunk(sql`day, key`)}) ORDER BY day DESC, key DESC LIMIT 1`,
);

/**
 * Erases a customer from the next chunk of kept replies: a reply of that id is emptied, and in others the
 * person.
 * @param people where else a reply may name a customer: JSON paths of the id, and of the text that tells of
 *   the person
 */
export function erasePerson(people: readonly { id: string; text: string }[]) {
  const path = (text: string) => sql.raw(`'${text}'`);
  const erased = people.reduce(
    (reply, { id, text }) =>
      sql`iif(reply ->> ${path(id)} = ${sql.placeholder('id')},
        json_set(${reply}, ${path(text)}, NULL), ${reply})`,
    sql`reply`,
  );
  return compile<{ day: number; key: string; id: string }>(
    sql`UPDATE idempotency_records
      SET reply = iif(reply ->> '$[0]' = ${sql.placeholder('id')}, ${path(ERASED)}, ${erased})
      WHERE (day, key) IN (SELECT day, key FROM (${chunk(sql`day, key, reply`)})
        WHERE instr(reply, ${sql.placeholder('id')}) > 0)`,
  );
}

/**
 * Deletes up to 5,000 records of days that have expired; the count of rows returned says whether more are
 * left.
 */
export const deleteExpiredRecords = compile<{ day: number }, { day: number }>(
  sql`DELETE FROM idempotency_records WHERE (day, key) IN (
    SELECT day, key FROM idempotency_records WHERE day < ${sql.placeholder('day')} - 1 LIMIT 5000)
    RETURNING day`,
);

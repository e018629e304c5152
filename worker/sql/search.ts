import { type SQL, sql } from 'drizzle-orm';

/** The most rows that a search takes from an index of trigrams: what is left out is the oldest. */
export const MAX_CANDIDATES = 200;

/** A phrase in quotes has no operators; FTS5 would read no further than U+0000. */
const phrase = (q: string): string => `"${q.replaceAll('"', '""').replaceAll('\u0000', '\ufffd')}"`;

/**
 * The `seq` of the newest rows whose indexed texts hold `q`, any three characters or more; accents and case do not count.
 * The walk stops at MAX_CANDIDATES, since ranking a million matches takes a second.
 * @param index one of the FTS5 tables `…_search`
 */
export const searchRows = (index: string, q: string): SQL =>
  sql`SELECT rowid FROM ${sql.raw(index)} WHERE ${sql.raw(index)} MATCH ${phrase(q)}
    ORDER BY rowid DESC LIMIT ${sql.raw(String(MAX_CANDIDATES))}`;

/** What begins with `q`, in an index. */
export const beginsWith = (column: SQL, q: string): SQL =>
  sql`(${column} >= ${q} AND ${column} < ${q} || char(1114111))`;

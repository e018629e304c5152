import { type SQL, sql } from 'drizzle-orm';
import { MAX_CANDIDATES } from '../../shared/limits.ts';

/** A phrase in quotes has no operators; FTS5 would read no further than U+0000. */
const phrase = (q: string): string => `"${q.replaceAll('"', '""').replaceAll('\u0000', '\ufffd')}"`;

/**
 * The `seq` of the newest rows whose indexed texts hold `q`, any three characters or more; accents and case do not count.
 * The walk stops at MAX_CANDIDATES, since ranking a million matches takes a second.
 * @param index one of the FTS5 tables `…_search`
 */
const searchRows = (index: string, q: string): SQL =>
  sql`SELECT rowid FROM ${sql.raw(index)} WHERE ${sql.raw(index)} MATCH ${phrase(q)}
    ORDER BY rowid DESC LIMIT ${sql.raw(String(MAX_CANDIDATES))}`;

/** What begins with `q`, in an index. */
export const beginsWith = (column: SQL, q: string): SQL =>
  sql`(${column} >= ${q} AND ${column} < ${q} || char(1114111))`;

/** How many rows are taken by the beginning of a column, whatever their age. */
const MAX_BY_BEGINNING = 20;

/**
 * The `seq` of what a search may mean: the row of that id, rows with a column that begins so, and the newest that hold it.
 * @param beginnings columns with an index, as SQL
 */
export const candidateRows = (table: string, beginnings: readonly SQL[], q: string): SQL => {
  const name = sql.raw(table);
  const byBeginning = beginnings.map(
    (column) =>
      sql`UNION ALL SELECT * FROM (SELECT seq FROM ${name} WHERE ${beginsWith(column, q)} LIMIT ${sql.raw(String(MAX_BY_BEGINNING))})`,
  );
  return sql`SELECT seq FROM ${name} WHERE id = ${q} ${sql.join(byBeginning, sql` `)}
    UNION ALL SELECT * FROM (${searchRows(`${table}_search`, q)})`;
};

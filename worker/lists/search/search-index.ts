import { type SQL, sql } from 'drizzle-orm';
import { fold, searchWords } from '../../../shared/folding.ts';
import { MAX_CANDIDATES } from '../../../shared/limits.ts';
import { slipParts } from './one-slip.ts';

/*
 * What is asked of the FTS5 tables `…_search`. Their text is `search_text` (tables/columns.ts): folded words,
 * each between two spaces on either side. An index of trigrams finds nothing shorter than three characters;
 * spaces count among them.
 */

const MIN_PHRASE = 3;

/** A phrase in quotes has no operators; FTS5 would read no further than U+0000. */
const phrase = (text: string): string => `"${text.replaceAll('"', '""').replaceAll('\u0000', '\ufffd')}"`;

/** Finds a word anywhere, or, where it is too short for that, at the beginning of one. */
const holds = (word: string): string => {
  const missing = ' '.repeat(Math.max(0, MIN_PHRASE - [...word].length));
  return phrase(missing + word.replaceAll(' ', '  '));
};

/** Words of what is searched for, up to which a slip is looked for: the expression grows with their square. */
const MAX_SLIP_WORDS = 5;

const both = (parts: readonly string[]): string => parts.filter(Boolean).join(' AND ');

/** The rows that hold every word of `q`. */
const holdsAll = (q: string): string => both(searchWords(q).map(holds));

/** The rows that hold every word of `q` but one, and instead of it what begins and ends as it does around a slip. */
function holdsAlmost(q: string): string {
  const words = searchWords(q);
  if (words.length > MAX_SLIP_WORDS) return '';
  const slips = words.flatMap((word) => {
    const others = words.filter((other) => other !== word).map(holds);
    return slipParts(word).map(([before, after]) =>
      both([...others, before && phrase(`  ${before}`), after && phrase(`${after}  `)]),
    );
  });
  return slips.map((slip) => `(${slip})`).join(' OR ');
}

/** A query of the `seq` of the newest rows that match; it stops, since ranking a million matches takes a second. */
const newestMatches = (index: string, match: string, limit: number): SQL =>
  sql`SELECT rowid AS seq FROM ${sql.raw(index)} WHERE ${sql.raw(index)} MATCH ${match}
    ORDER BY rowid DESC LIMIT ${sql.raw(String(limit))}`;

/** What begins with `q`, in an index. */
export const beginsWith = (column: SQL, q: string): SQL =>
  sql`(${column} >= ${q} AND ${column} < ${q} || char(1114111))`;

/** How many rows are taken by the beginning of a column, whatever their age. */
export const MAX_BY_BEGINNING = 20;

/**
 * A query of the `seq` of the rows of a table that a search may mean.
 * @param beginnings columns with an index, as SQL
 */
export type CandidateRows = (table: string, beginnings: readonly SQL[]) => SQL;

/** The row of that id, rows with a column that begins so, and the newest that hold every word of `q`. */
export const rowsLike =
  (q: string, limit = MAX_CANDIDATES): CandidateRows =>
  (table, beginnings) => {
    const name = sql.raw(table);
    const byBeginning = beginnings.map(
      (column) =>
        sql`UNION ALL SELECT * FROM (SELECT seq FROM ${name} WHERE ${beginsWith(column, q)} LIMIT ${sql.raw(String(MAX_BY_BEGINNING))})`,
    );
    return sql`SELECT seq FROM ${name} WHERE id = ${q} ${sql.join(byBeginning, sql` `)}
      UNION ALL SELECT * FROM (${newestMatches(`${table}_search`, holdsAll(q), limit)})`;
  };

/** The newest rows that may hold every word of `q` but for one slip; undefined where no word of it may have one. */
export function rowsAlmostLike(q: string): CandidateRows | undefined {
  const match = holdsAlmost(q);
  return match === '' ? undefined : (table) => newestMatches(`${table}_search`, match, MAX_CANDIDATES);
}

/**
 * A query of the `seq` of the newest orders whose source_id holds every word of `q`, and of those that end with the very
 * number that `q` does. Signs before it do not count: an order is written "#1042" whatever its source_id is.
 */
export function newestNumbered(q: string, limit: number): SQL {
  const name = fold(q).replace(/^[^\p{L}\p{N}]+/u, '') || q;
  const [digits] = /\d{3,}$/.exec(name) ?? [];
  const byNumber =
    digits === undefined
      ? sql``
      : sql`UNION ALL SELECT * FROM (${newestMatches('orders_search', phrase(` ${digits} `), MAX_BY_BEGINNING)})`;
  return sql`SELECT * FROM (${newestMatches('orders_search', holdsAll(name), limit)}) ${byNumber}`;
}

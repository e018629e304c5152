import { type SQL, sql } from 'drizzle-orm';
import { jsonRows, mergedJson, newKeys } from './json-columns.ts';
import { matchedSeq, writtenFields, writtenSeq } from './write-match.ts';

/** How the columns of a table take what is written. A field that is not given leaves its column; '' clears it. */
export interface UpsertColumns {
  scalars: readonly string[];
  /** Those of them that are searched: what they fold to is in `folded_…`, which follows them. */
  searched?: readonly string[];
  /** JSON objects, merged by top-level key. The value is that of a row where nothing was ever given, as SQL. */
  merged: Record<string, string>;
  /** JSON replaced whole, and its value where nothing was ever given, as SQL. */
  replaced?: Record<string, string>;
  /** Whether `changed_by` is kept. */
  hasAuthor?: boolean;
  /** Whether what a row has already stays: only what it lacks is given. */
  fillsOnly?: boolean;
}

/** `image_url` as code names it: a write's field. */
const fieldOf = (column: string): string => column.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

/** The next value of each column, of a write `w` beside the present row `old`, if any. */
function nextValues({
  scalars,
  searched = [],
  merged,
  replaced = {},
  fillsOnly = false,
}: UpsertColumns): [column: string, value: SQL][] {
  const sides = (column: string) => ({
    given: sql.raw(`w.${fieldOf(column)}`),
    old: sql.raw(`old.${column}`),
  });
  return [
    ...scalars.map((column): [string, SQL] => {
      const { given, old } = sides(column);
      const [first, second] = fillsOnly ? [old, given] : [given, old];
      return [column, sql`nullif(coalesce(${first}, ${second}), '')`];
    }),
    ...searched.map((column): [string, SQL] => {
      const { given, old } = sides(column);
      const folded = sides(`folded_${column}`);
      const isTaken = fillsOnly ? sql`${given} IS NOT NULL AND ${old} IS NULL` : sql`${given} IS NOT NULL`;
      return [`folded_${column}`, sql`CASE WHEN ${isTaken} THEN ${folded.given} ELSE ${folded.old} END`];
    }),
    ...Object.entries(merged).map(([column, none]): [string, SQL] => {
      const { given, old } = sides(column);
      return [
        column,
        sql`CASE WHEN ${given} = '' THEN ${sql.raw(none)} WHEN ${given} IS NULL THEN coalesce(${old}, ${sql.raw(none)})
          WHEN ${old} IS NULL THEN ${given}
          ELSE ${mergedJson(old, fillsOnly ? newKeys(old, given) : given)} END`,
      ];
    }),
    ...Object.entries(replaced).map(([column, none]): [string, SQL] => {
      const { given, old } = sides(column);
      return [column, sql`coalesce(nullif(${given}, ''), ${old}, ${sql.raw(none)})`];
    }),
  ];
}

/** Which of the writes a statement takes: those of rows that are there, or those of new ones. */
const taken = { all: sql`true`, there: sql`old.seq IS NOT NULL`, new: sql`old.seq IS NULL` };

/**
 * A statement that makes the rows bound as `parameter` that are new, and updates those that differ; an unchanged one costs
 * no row written. A write has its columns' fields, `at` in milliseconds and, with an author, `by`.
 * @param identity the id of a write `w`, whether it exists or not, and the fields that it reads
 */
export function upsert(
  table: string,
  parameter: string,
  identity: { id: SQL; reads: readonly string[] },
  columns: UpsertColumns,
  which: keyof typeof taken = 'all',
): SQL {
  const next = nextValues(columns);
  const name = sql.raw(table);
  const names = next.map(([column]) => sql.raw(column));
  const author = columns.hasAuthor ? sql`, changed_by` : sql``;
  const list = sql.join(names, sql`, `);
  return sql`${jsonRows(parameter, [...identity.reads, ...next.map(([column]) => fieldOf(column)), 'at', 'by'])},
    named AS MATERIALIZED (SELECT ${identity.id} AS named_id, w.* FROM w)
    INSERT INTO ${name} (id, ${list}, created_at${author})
    SELECT w.named_id, ${sql.join(
      next.map(([, value]) => value),
      sql`, `,
    )}, w.at${columns.hasAuthor ? sql`, w.by` : sql``}
    FROM named AS w LEFT JOIN ${name} AS old ON old.id = w.named_id WHERE ${taken[which]}
    ON CONFLICT (id) DO UPDATE SET ${sql.join(
      names.map((column) => sql`${column} = excluded.${column}`),
      sql`, `,
    )}, version = ${name}.version + 1, updated_at = excluded.created_at${
      columns.hasAuthor ? sql`, changed_by = excluded.changed_by` : sql``
    }
    WHERE ${sql.join(
      names.map((column) => sql`${name}.${column} IS NOT excluded.${column}`),
      sql` OR `,
    )}`;
}

/** The same for the writes bound as `writes`, of the resources that they name (see WriteMatch), else new ones of their `newId`. */
export const upsertNamed = (table: string, columns: UpsertColumns, which?: keyof typeof taken): SQL =>
  upsert(
    table,
    'writes',
    {
      id: sql`coalesce((SELECT id FROM ${sql.raw(table)} WHERE seq = ${matchedSeq(table)}), w.newId)`,
      reads: writtenFields,
    },
    columns,
    which,
  );

/** The written rows: `SELECT … FROM` them, of the writes bound as `writes`. */
export const selectWritten = (table: string, select: SQL): SQL =>
  sql`${jsonRows('writes', writtenFields)} SELECT ${select} FROM w JOIN ${sql.raw(table)} ON ${sql.raw(table)}.seq = ${writtenSeq(table)}`;

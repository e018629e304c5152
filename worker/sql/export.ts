import { type SQL, sql } from 'drizzle-orm';
import { build, compile, type Statement } from '../database.ts';
import type { CellFormat } from './csv.ts';
import type { ListQueries, Selection } from './listing.ts';

/** What an export is of: the rows there were when it was asked for, `mark` being the highest `seq` of them. */
export interface ExportMoment {
  mark: number;
  /** Milliseconds. */
  at: number;
}

/** A row of an export's source: the text of its rows in the file, or, where that would be too long for a page, its size. */
export interface ExportRow {
  id: string;
  /** The row's keys, the elements of a JSON array: where the walk goes on. */
  keys: string;
  text: string | null;
  /** About how many bytes the text has, where it is left out. */
  size: number | null;
  /** How many lines the text has, where it is left out. */
  lines: number | null;
}

/** A page as one text, which costs half of what its rows cost one by one. */
interface ExportBlock {
  /** Null where there are no rows. */
  text: string | null;
  rows: number;
  /** Each row's keys, a line each; null where there are no rows. */
  keys: string | null;
  /** How many texts were left out: then the page has to be read row by row. */
  oversized: number;
}

/** One page: up to `limit` rows after `afterKeys`, a JSON array of keys; texts of more than `threshold` bytes are left out. */
export interface ExportWindow extends Record<string, unknown> {
  limit: number;
  offset: 0;
  afterKeys: string | null;
  threshold: number;
}

/** A part of an export that stands in one order. */
export interface ExportSegment {
  block: (window: ExportWindow) => Statement<ExportBlock>;
  rows: (window: ExportWindow) => Statement<ExportRow>;
  /** The text of some lines of one row, for a row that was left out of its page. */
  piece: (range: { id: string; from: number; to: number }) => Statement<{ text: string | null }>;
}

/** What a resource gives to make its rows a file. */
interface ExportSource {
  table: string;
  /** Over the table's columns: the text of a row, and about how many bytes it has. */
  text: SQL;
  size: SQL;
  lines: SQL;
  /** The text of lines `from` to `to`, placeholders. */
  piece: SQL;
}

/** A list as part of an export: the same conditions, in the same order, and of the moment it was asked for. */
export function toSegment<Row>(
  queries: ListQueries<Row>,
  selection: Selection,
  { mark }: ExportMoment,
  { table, text, size, lines, piece }: ExportSource,
): ExportSegment {
  const fits = sql`${size} <= ${sql.placeholder('threshold')}`;
  // json_array takes longer, and this is done for every row.
  const keys = queries
    .keys(selection.order)
    .map((key) => sql.raw(`ifnull(json_quote(${table}.${key}), 'null')`));
  const keysOfRow = sql`concat_ws(',', ${sql.join(keys, sql`, `)}) AS keys`;
  const where = [sql`+${sql.raw(table)}.seq <= ${mark}`];
  const walk = <Answer>(select: SQL, wrap: (page: SQL) => SQL) => {
    // Compiled when they are needed: a statement of many columns takes milliseconds, and most exports need two.
    const statements = new Map<boolean, (window: ExportWindow) => Statement<Answer>>();
    return (window: ExportWindow) => {
      const hasCursor = window.afterKeys !== null;
      const statement =
        statements.get(hasCursor) ??
        compile<ExportWindow, Answer>(wrap(queries.walk(selection, select, where, hasCursor)));
      statements.set(hasCursor, statement);
      return statement(window);
    };
  };
  const columns = sql`${keysOfRow}, CASE WHEN ${fits} THEN ${text} END AS text, iif(${fits}, NULL, ${size}) AS size`;
  // Each column once: SQLite would make the text anew for every reference to it.
  const asBlock = (
    page: SQL,
  ) => sql`SELECT group_concat(text, '') AS text, group_concat(keys, char(10)) AS keys,
    count(*) AS rows, count(size) AS oversized FROM (${page})`;
  const name = sql.raw(table);
  return {
    block: walk<ExportBlock>(columns, asBlock),
    rows: walk<ExportRow>(
      sql`${name}.id AS id, ${columns}, iif(${fits}, NULL, ${lines}) AS lines`,
      (page) => page,
    ),
    piece: (range) =>
      build(sql`SELECT ${piece} AS text FROM ${name} WHERE id = ${sql.placeholder('id')}`, range),
  };
}

/** What exporting a resource takes. */
export interface Exporter<Parameters> {
  /** The highest `seq` of its rows. */
  mark: () => Statement<{ mark: number }>;
  segments: (parameters: Parameters, moment: ExportMoment, format: CellFormat) => ExportSegment[];
}

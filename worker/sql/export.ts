import { type SQL, sql } from 'drizzle-orm';
import { compile, type Statement } from '../database.ts';
import type { CellFormat } from './csv.ts';
import type { ListQueries, Selection } from './listing.ts';

/** What an export is of: the rows there were when it was asked for, `mark` being the highest `seq` of them. */
export interface ExportMoment {
  mark: number;
  /** Milliseconds. */
  at: number;
}

/** A row of an export's source: the text of its rows in the file, or, where that would be too long for one page, its size. */
export interface ExportRow extends Record<string, unknown> {
  id: string;
  text: string | null;
  /** About how many bytes the text has, where it is left out. */
  size: number | null;
  /** How many lines the text has, where it is left out. */
  lines: number | null;
}

/** One page: up to `limit` rows after `afterKeys`, JSON of the keys; texts of more than `threshold` bytes are left out. */
export interface ExportWindow extends Record<string, unknown> {
  limit: number;
  offset: 0;
  afterKeys: string | null;
  threshold: number;
}

/** A part of an export that stands in one order. */
export interface ExportSegment {
  keys: readonly string[];
  page: (window: ExportWindow) => Statement<ExportRow>;
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
  const keys = queries.keys(selection.order);
  const fits = sql`${size} <= ${sql.placeholder('threshold')}`;
  const select = sql.join(
    [
      ...[...new Set([...keys, 'id'])].map((key) => sql.raw(`${table}.${key} AS ${key}`)),
      sql`CASE WHEN ${fits} THEN ${text} END AS text`,
      sql`iif(${fits}, NULL, ${size}) AS size`,
      sql`iif(${fits}, NULL, ${lines}) AS lines`,
    ],
    sql`, `,
  );
  const where = [sql`+${sql.raw(table)}.seq <= ${mark}`];
  const statement = (hasCursor: boolean) =>
    compile<ExportWindow, ExportRow>(queries.walk(selection, select, where, hasCursor));
  const [first, further] = [statement(false), statement(true)];
  return {
    keys,
    page: (window) => (window.afterKeys === null ? first(window) : further(window)),
    piece: compile(sql`SELECT ${piece} AS text FROM ${sql.raw(table)} WHERE id = ${sql.placeholder('id')}`),
  };
}

/** What exporting a resource takes. */
export interface Exporter<Parameters> {
  /** The highest `seq` of its rows. */
  mark: () => Statement<{ mark: number }>;
  segments: (parameters: Parameters, moment: ExportMoment, format: CellFormat) => ExportSegment[];
}

import { type SQL, sql } from 'drizzle-orm';
import { build, compile, type Statement } from '../database.ts';
import type { Cell, CellFormat } from '../sql/csv.ts';
import type { ResourceList, Selection } from './define-list.ts';

/** What an export is of: the rows there were when it was asked for, `mark` being the highest `seq` of them. */
export interface ExportMoment {
  mark: number;
  /** Milliseconds. */
  at: number;
}

/** A page as one text, which costs half of what its rows cost one by one. */
interface ExportBlock {
  /** Null where none of the rows is meant. */
  text: string | null;
  bytes: number | null;
  /** How many rows the walk has met, also such as the filters leave out. */
  rows: number;
  /** Each row's keys, a line each: the elements of a JSON array, where the walk goes on. Null where there are no rows. */
  keys: string | null;
}

/** A row whose text is too long for the database to make at once. */
export interface LongRow {
  id: string;
  keys: string;
  /** How many lines it has in the file. */
  lines: number;
}

/** What a cell is made of; see STYLES. */
export interface CellValue {
  value: string | number | null;
  style: number;
}

/** One page: up to `limit` rows after `afterKeys`, a JSON array of keys. */
export interface ExportWindow extends Record<string, unknown> {
  limit: number;
  offset: 0;
  afterKeys: string | null;
}

/** A part of an export that stands in one order. Whoever asks for too much at once gets a TooLargeError. */
export interface ExportPart {
  block: (window: ExportWindow) => Statement<ExportBlock>;
  longRow: (window: ExportWindow) => Statement<LongRow>;
  /** The text of the lines from `from` on, before `to`, of one row. */
  piece: (range: { id: string; from: number; to: number }) => Statement<{ text: string | null }>;
  /** One line of one row, cell by cell. */
  cells: (line: { id: string; line: number }) => Statement<CellValue>[];
}

/** What a resource gives to make its rows a file. */
interface ExportSource {
  /** Over the table's columns: the text of a row's lines, and how many there are. */
  text: SQL;
  lines: SQL;
  /** The text of lines `from` to `to`, placeholders. */
  piece: SQL;
  cells: readonly Cell[];
  /** What else tells the rows that were there at the moment. */
  conditions?: readonly SQL[];
  /** What the cells are selected from beside the table, for the line of the placeholder `line`. */
  join: SQL;
}

/** A list as part of an export: the same conditions, in the same order, and of the moment it was asked for. */
export function toExportPart<Row, Query>(
  list: ResourceList<Row, Query>,
  selection: Selection,
  { mark }: ExportMoment,
  { text, lines, piece, cells, join, conditions = [] }: ExportSource,
): ExportPart {
  const name = sql.raw(list.table);
  // json_array takes longer, and this is done for every row.
  const keys = list
    .keys(selection.order)
    .map((key) => sql.raw(`ifnull(json_quote(${list.table}.${key}), 'null')`));
  const keysOfRow = sql`concat_ws(',', ${sql.join(keys, sql`, `)}) AS keys`;
  const where = [sql`+${name}.seq <= ${mark}`, ...conditions];
  const walk = <Answer>(select: SQL, wrap: (page: SQL) => SQL) => {
    // Compiled when they are needed: a statement of many columns takes milliseconds, and most exports need two.
    const statements = new Map<boolean, (window: ExportWindow) => Statement<Answer>>();
    return (window: ExportWindow) => {
      const hasCursor = window.afterKeys !== null;
      const statement =
        statements.get(hasCursor) ??
        compile<ExportWindow, Answer>(wrap(list.walk(selection, select, where, hasCursor)));
      statements.set(hasCursor, statement);
      return statement(window);
    };
  };
  // Each column once: SQLite would make the text anew for every reference to it.
  const asBlock = (page: SQL): SQL =>
    sql`SELECT text, octet_length(text) AS bytes, keys, rows FROM (
      SELECT group_concat(text, '') AS text, group_concat(keys, char(10)) AS keys, count(*) AS rows FROM (${page}))`;
  const matches = list.matches(selection);
  const meant = matches ? sql`CASE WHEN ${matches} THEN ${text} END` : text;
  const ofId = sql`WHERE ${name}.id = ${sql.placeholder('id')}`;
  return {
    block: walk<ExportBlock>(sql`${keysOfRow}, ${meant} AS text`, asBlock),
    longRow: walk<LongRow>(sql`${name}.id AS id, ${keysOfRow}, ${lines} AS lines`, (page) => page),
    piece: (range) => build(sql`SELECT ${piece} AS text FROM ${name} ${ofId}`, range),
    cells: (line) =>
      cells.map(({ value, style }) =>
        build<CellValue>(sql`SELECT ${value} AS value, ${style} AS style FROM ${name} ${join} ${ofId}`, line),
      ),
  };
}

/** The highest `seq` of a table's rows. */
export const highestSeq = (table: string): (() => Statement<{ mark: number }>) => {
  const statement = build<{ mark: number }>(sql`SELECT coalesce(max(seq), 0) AS mark FROM ${sql.raw(table)}`);
  return () => statement;
};

/** What exporting a resource takes. */
export interface Exporter<Parameters> {
  /** The highest `seq` of its rows. */
  mark: () => Statement<{ mark: number }>;
  parts: (parameters: Parameters, moment: ExportMoment, format: CellFormat) => ExportPart[];
}

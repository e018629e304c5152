import { type SQL, sql } from 'drizzle-orm';
import type { ExportFormat } from '../../shared/exports.ts';
import { metadataPath } from './filters.ts';

/*
 * The cells and rows of a CSV file (RFC 4180) as SQL: the database writes the text, and the Worker passes it on. A text is
 * always quoted, so that nobody has to look what is in it; NULL is an empty cell. The functions used here take U+0000 as
 * any other character.
 */

/** What cells are written by. */
export interface CellFormat extends Pick<ExportFormat, 'delimiter' | 'amounts' | 'formulas'> {
  /** Digits after the point of an amount in `decimal`. */
  digits: number;
  /** The offsets of the time zone, the latest first: from a moment in milliseconds on, in minutes. The last goes back for ever. */
  offsets: readonly { since: number; minutes: number }[];
}

/** A text as a literal: a prepared statement of a hundred columns has no room for a hundred parameters. */
const literal = (text: string): SQL => sql.raw(`'${text.replaceAll("'", "''")}'`);

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = `'=', '+', '-', '@', char(9), char(13)`;

const quoted = (text: SQL): SQL => sql`('"' || replace(${text}, '"', '""') || '"')`;

/** A text of anyone's making. `text` is evaluated several times, so it should be a column or cheap. */
export function textCell(text: SQL, { formulas }: CellFormat): SQL {
  if (formulas === 'raw') return sql`ifnull(${quoted(text)}, '')`;
  return sql`ifnull(${quoted(sql`iif(substr(${text}, 1, 1) IN (${sql.raw(FORMULA)}), '''' || ${text}, ${text})`)}, '')`;
}

/** What cannot hold a delimiter, a quote or a formula: numbers, ids that Docket made, statuses. */
const plainCell = (value: SQL): SQL => sql`ifnull(${value}, '')`;

/** An amount of minor units, 0 or more. */
function amountCell(amount: SQL, { amounts, digits }: CellFormat): SQL {
  if (amounts === 'minor' || digits === 0) return plainCell(amount);
  const unit = sql.raw(String(10 ** digits));
  const digitsOf = sql`substr(${literal('0'.repeat(digits))} || (${amount} % ${unit}), ${sql.raw(String(-digits))})`;
  return sql`ifnull((${amount} / ${unit}) || '.' || ${digitsOf}, '')`;
}

const LOCAL = "'%Y-%m-%dT%H:%M:%f'";

/** A moment of milliseconds as ISO 8601 to the millisecond, with its offset; UTC is `Z`, as the API writes it. */
function timeCell(milliseconds: SQL, { offsets }: CellFormat): SQL {
  const [only, ...others] = offsets;
  if (others.length === 0 && only?.minutes === 0) {
    return sql`ifnull(strftime(${sql.raw(LOCAL)}, ${milliseconds} / 1000.0, 'unixepoch') || 'Z', '')`;
  }
  const cases = offsets.slice(0, -1).map(({ since, minutes }) => `WHEN t >= ${since} THEN ${minutes}`);
  const last = offsets.at(-1)?.minutes ?? 0;
  const offset = cases.length > 0 ? `CASE ${cases.join(' ')} ELSE ${last} END` : String(last);
  const local = sql.raw(`strftime(${LOCAL}, (t + o * 60000) / 1000.0, 'unixepoch')`);
  const suffix = sql.raw(`iif(o < 0, '-', '+') || printf('%02d:%02d', abs(o) / 60, abs(o) % 60)`);
  return sql`ifnull((SELECT ${local} || ${suffix} FROM (SELECT t, ${sql.raw(offset)} AS o FROM (SELECT ${milliseconds} AS t))), '')`;
}

/** What a key of a JSON column holds: a text as it is, anything else as JSON; null and missing are empty. */
export function jsonCell(json: SQL, key: string, format: CellFormat): SQL {
  const path = metadataPath(json, key, literal);
  return sql`CASE json_type(${json}, ${path}) WHEN 'text' THEN ${textCell(sql`(${json} ->> ${path})`, format)}
    WHEN 'null' THEN '' WHEN 'object' THEN ${quoted(sql`(${json} -> ${path})`)} WHEN 'array' THEN ${quoted(sql`(${json} -> ${path})`)}
    ELSE ifnull(${json} -> ${path}, '') END`;
}

/** JSON as one cell. */
const wholeJsonCell = (json: SQL): SQL => sql`ifnull(${quoted(json)}, '')`;

/** D1 functions take 32 arguments, and expressions may be 100 deep: cells are joined in groups. */
const GROUP = 30;

/** Cells as a row, with its line end. */
export function row(cells: readonly SQL[], format: CellFormat): SQL {
  const delimiter = literal(format.delimiter);
  const join = (parts: readonly SQL[]): SQL => {
    if (parts.length <= GROUP) return sql`concat_ws(${delimiter}, ${sql.join([...parts], sql`, `)})`;
    const groups = Array.from({ length: Math.ceil(parts.length / GROUP) }, (_, index) =>
      join(parts.slice(index * GROUP, (index + 1) * GROUP)),
    );
    return join(groups);
  };
  return sql`${join(cells)} || char(13, 10)`;
}

/** A column of a file: its cell, once it is known how the file is written. */
export type Column = (format: CellFormat) => SQL;

export const plain =
  (value: SQL): Column =>
  () =>
    plainCell(value);
export const text =
  (value: SQL): Column =>
  (format) =>
    textCell(value, format);
export const time =
  (milliseconds: SQL): Column =>
  (format) =>
    timeCell(milliseconds, format);
export const money =
  (amount: SQL): Column =>
  (format) =>
    amountCell(amount, format);
export const wholeJson =
  (json: SQL): Column =>
  () =>
    wholeJsonCell(json);

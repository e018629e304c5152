import { type SQL, sql } from 'drizzle-orm';
import type { ExportFormat } from '../../shared/exports/exports.ts';
import { metadataPath } from './metadata-path.ts';

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

/** How a value becomes a cell: as it is, quoted, or quoted with an apostrophe before what looks like a formula. */
export const STYLES = { plain: 0, quoted: 1, text: 2 } as const;

/** A cell of a row. */
export interface Cell {
  text: SQL;
  /** What the text is made of, and one of STYLES: for rows so long that the database cannot make their text. */
  value: SQL;
  style: SQL;
}

/** A column of a file: its cell, once it is known how the file is written. */
export type Column = (format: CellFormat) => Cell;

/** A text as a literal: a prepared statement of a hundred columns has no room for a hundred parameters. */
const literal = (text: string): SQL => sql.raw(`'${text.replaceAll("'", "''")}'`);

/** Signs by which a spreadsheet knows a formula, where a text begins with one. */
const FORMULA_SIGNS = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\n', '\r'];
const FORMULA = FORMULA_SIGNS.map((sign) => `char(${sign.charCodeAt(0)})`).join(', ');

/** Tells whether a spreadsheet would take a text for a formula: the same as the SQL here. */
export const isFormula = (text: string): boolean => FORMULA_SIGNS.includes(text.charAt(0));

const quoted = (text: SQL): SQL => sql`('"' || replace(${text}, '"', '""') || '"')`;

const styleOf = (name: keyof typeof STYLES): SQL => sql.raw(String(STYLES[name]));

/** The cell's text of anyone's text. That is evaluated several times, so it should be a column or cheap. */
function escapedText(text: SQL, { formulas }: CellFormat): SQL {
  if (formulas === 'raw') return sql`ifnull(${quoted(text)}, '')`;
  return sql`ifnull(${quoted(sql`iif(substr(${text}, 1, 1) IN (${sql.raw(FORMULA)}), '''' || ${text}, ${text})`)}, '')`;
}

/** What cannot hold a delimiter, a quote or a formula: numbers, ids that Docket made, statuses. */
export const plain =
  (value: SQL): Column =>
  () => ({ text: sql`ifnull(${value}, '')`, value, style: styleOf('plain') });

/** A text of anyone's making. */
export const text =
  (value: SQL): Column =>
  (format) => ({ text: escapedText(value, format), value, style: styleOf('text') });

/** JSON as one cell. */
export const wholeJson =
  (json: SQL): Column =>
  () => ({ text: sql`ifnull(${quoted(json)}, '')`, value: json, style: styleOf('quoted') });

function amountText(amount: SQL, { amounts, digits }: CellFormat): SQL {
  if (amounts === 'minor' || digits === 0) return amount;
  const unit = sql.raw(String(10 ** digits));
  const fraction = sql`substr(${literal('0'.repeat(digits))} || (${amount} % ${unit}), ${sql.raw(String(-digits))})`;
  return sql`((${amount} / ${unit}) || '.' || ${fraction})`;
}

/** An amount of minor units, 0 or more. */
export const money =
  (amount: SQL): Column =>
  (format) =>
    plain(amountText(amount, format))(format);

const LOCAL = "'%Y-%m-%dT%H:%M:%f'";

function timeText(milliseconds: SQL, { offsets }: CellFormat): SQL {
  if (offsets.every(({ minutes }) => minutes === 0)) {
    return sql`(strftime(${sql.raw(LOCAL)}, ${milliseconds} / 1000.0, 'unixepoch') || 'Z')`;
  }
  const cases = offsets.slice(0, -1).map(({ since, minutes }) => `WHEN t >= ${since} THEN ${minutes}`);
  const last = offsets.at(-1)?.minutes ?? 0;
  const offset = cases.length > 0 ? `CASE ${cases.join(' ')} ELSE ${last} END` : String(last);
  const local = sql.raw(`strftime(${LOCAL}, (t + o * 60000) / 1000.0, 'unixepoch')`);
  const suffix = sql.raw(`iif(o < 0, '-', '+') || printf('%02d:%02d', abs(o) / 60, abs(o) % 60)`);
  return sql`(SELECT ${local} || ${suffix} FROM (SELECT t, ${sql.raw(offset)} AS o FROM (SELECT ${milliseconds} AS t)))`;
}

/** A moment of milliseconds as ISO 8601 to the millisecond, with its offset; UTC is `Z`, as the API writes it. */
export const time =
  (milliseconds: SQL): Column =>
  (format) =>
    plain(timeText(milliseconds, format))(format);

/**
 * What a key of a JSON column holds: a text as it is, anything else as JSON; null and missing are empty. The key is
 * written down once a cell: a hundred of them must fit into a statement of 100 kB.
 */
export const keyOf =
  (json: SQL, key: string): Column =>
  (format) => {
    const found = sql`(SELECT json_type(j, p) AS t, j -> p AS o, j ->> p AS v
      FROM (SELECT ${json} AS j, ${metadataPath(json, key, literal)} AS p))`;
    const [asJson, asText] = [sql`o`, sql`v`];
    return {
      text: sql`(SELECT CASE t WHEN 'text' THEN ${escapedText(asText, format)} WHEN 'null' THEN ''
        WHEN 'object' THEN ${quoted(asJson)} WHEN 'array' THEN ${quoted(asJson)} ELSE ifnull(o, '') END FROM ${found})`,
      value: sql`(SELECT CASE t WHEN 'text' THEN v WHEN 'null' THEN NULL ELSE o END FROM ${found})`,
      style: sql`(SELECT CASE t WHEN 'text' THEN ${styleOf('text')} WHEN 'object' THEN ${styleOf('quoted')}
        WHEN 'array' THEN ${styleOf('quoted')} ELSE ${styleOf('plain')} END FROM ${found})`,
    };
  };

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

import { MAX_EXPORT_PAGE_ROWS } from '../../shared/limits.ts';
import { type Database, OverloadError, type Statement, TooLargeError } from '../database.ts';
import type { CellValue, ExportPart, ExportWindow, LongRow } from '../lists/export-statements.ts';
import { type CellFormat, isFormula, STYLES } from '../sql/csv.ts';

/** Rows in the first page, and at most in any. Tests of how pages join make them smaller. */
export const pageRows = { first: 500, most: MAX_EXPORT_PAGE_ROWS };

/** What a page should have, in bytes. The database makes no text over 2,000,000: what would be longer is asked for in parts. */
const PAGE_BYTES = 1024 * 1024;

/** How many times as many rows as this page the next one may ask for, and what a page that is too long is divided by. */
const GROWTH = 16;
const SHRINKAGE = 8;

/** How often a page is asked for while the database is overloaded, and how long it is waited in between at most, in milliseconds. */
const TRIES = 4;
const MAX_WAIT = 1000;

/** Reads; where the database is overloaded, again after a moment: a reading can be repeated, and the file is half sent. */
async function readAgain<const Statements extends readonly Statement<unknown>[]>(
  database: Database,
  statements: Statements,
) {
  for (let tries = 1; ; tries += 1) {
    try {
      return await database.batch(statements);
    } catch (error) {
      if (!(error instanceof OverloadError) || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * MAX_WAIT * tries));
    }
  }
}

/** The first row of a statement; 'too long' where the database cannot make it. */
async function readIfFits<Row>(database: Database, statement: Statement<Row>) {
  try {
    const [[row]] = await readAgain(database, [statement]);
    return row as Row;
  } catch (error) {
    if (error instanceof TooLargeError) return 'too long';
    throw error;
  }
}

/** A cell of a line that the database cannot make; the same as worker/sql/csv.ts says in SQL. */
function toCell({ value, style }: CellValue, { formulas }: CellFormat): string {
  if (value === null) return '';
  const text = String(value);
  if (style === STYLES.plain) return text;
  const isEscaped = style === STYLES.text && formulas === 'escape' && isFormula(text);
  return `"${isEscaped ? "'" : ''}${text.replaceAll('"', '""')}"`;
}

/** The text of some lines of a long row: at once, else by halves, else the one line cell by cell. */
async function* linesOf(
  database: Database,
  part: ExportPart,
  format: CellFormat,
  range: { id: string; from: number; to: number },
): AsyncGenerator<string> {
  const { id, from, to } = range;
  const whole = await readIfFits(database, part.piece(range));
  if (whole !== 'too long') {
    yield whole.text ?? '';
  } else if (to - from > 1) {
    const middle = Math.floor((from + to) / 2);
    yield* linesOf(database, part, format, { id, from, to: middle });
    yield* linesOf(database, part, format, { id, from: middle, to });
  } else {
    const cells = await readAgain(database, part.cells({ id, line: from }));
    const texts = cells.map(([cell]) => (cell ? toCell(cell, format) : ''));
    yield `${texts.join(format.delimiter)}\r\n`;
  }
}

/** What was read of a page, and where the next one begins. */
interface Page {
  /** How many rows it asked for, and how many there were. */
  limit: number;
  rows: number;
  /** The last row's keys as a JSON array; null where there are no rows. */
  keys: string | null;
  bytes: number;
  /** The page's text, one after the other. */
  texts: () => AsyncGenerator<string> | string[];
}

/** A page of up to `limit` rows; fewer are asked for where their text would be too long. */
async function readPage(
  database: Database,
  part: ExportPart,
  format: CellFormat,
  { limit, afterKeys }: Pick<ExportWindow, 'limit' | 'afterKeys'>,
): Promise<Page> {
  const window = { limit, offset: 0 as const, afterKeys };
  const block = await readIfFits(database, part.block(window));
  if (block === 'too long' && limit > 1) {
    return readPage(database, part, format, { limit: Math.ceil(limit / SHRINKAGE), afterKeys });
  }
  if (block === 'too long') {
    const [[row]] = await readAgain(database, [part.longRow(window)]);
    const { id, keys, lines } = row as LongRow;
    const texts = () => linesOf(database, part, format, { id, from: 0, to: lines });
    return { limit, rows: 1, keys: `[${keys}]`, bytes: PAGE_BYTES, texts };
  }
  const { text, bytes, rows, keys } = block;
  if (keys === null) return { limit, rows: 0, keys: null, bytes: 0, texts: () => [] };
  const last = keys.slice(keys.lastIndexOf('\n') + 1);
  return { limit, rows, keys: `[${last}]`, bytes: bytes ?? 0, texts: () => (text === null ? [] : [text]) };
}

/** How many rows the next page should ask for, by how many bytes those of this one took; `ceiling` is what has not been refused. */
function nextLimit({ limit, rows, bytes }: Page, ceiling: number): number {
  const wanted = bytes === 0 ? pageRows.most : Math.floor((PAGE_BYTES * rows) / bytes);
  return Math.max(1, Math.min(ceiling, limit * GROWTH, wanted));
}

/** The rows of a part as the text of the file, a page at a time; the next page is asked for while one is passed on. */
export async function* exportPages(
  database: Database,
  part: ExportPart,
  format: CellFormat,
): AsyncGenerator<string> {
  let asked = pageRows.first;
  let ceiling = pageRows.most;
  let next = readPage(database, part, format, { limit: asked, afterKeys: null });
  for (;;) {
    const page = await next;
    // What was refused is not asked for again at once: long rows seldom come alone.
    ceiling = page.limit < asked ? page.limit * 2 : Math.min(pageRows.most, ceiling * 2);
    const isLast = page.rows < page.limit;
    if (!isLast) {
      asked = nextLimit(page, ceiling);
      next = readPage(database, part, format, { limit: asked, afterKeys: page.keys });
      // It is awaited in its turn; until then nobody else hears of its failure.
      next.catch(() => {});
    }
    yield* page.texts();
    if (isLast) return;
  }
}

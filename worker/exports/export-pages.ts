import { type Database, OverloadError, type Statement } from '../database.ts';
import type { ExportRow, ExportSegment, ExportWindow } from '../sql/export.ts';

/** Rows in the first page, and at most in any: 5,000,000 orders fit into the 1,000 queries of one invocation. */
const FIRST_ROWS = 500;
const MAX_ROWS = 6000;

/** What a page should have, and what it may have at most, in bytes. */
const PAGE_BYTES = 1024 * 1024;
const MAX_PAGE_BYTES = 24 * PAGE_BYTES;

/** What a text that was left out of its page is cut into, in bytes: D1 answers no string over 2,000,000. */
const PIECE_BYTES = 512 * 1024;

const clamp = (rows: number): number => Math.max(1, Math.min(MAX_ROWS, Math.floor(rows)));

/** How many rows the next page should have, by how many bytes those of this one took. */
const nextLimit = (limit: number, rows: number, bytes: number): number =>
  bytes === 0 ? limit : clamp(Math.min(limit * 16, (PAGE_BYTES * rows) / bytes));

/** How often a page is asked for while the database is overloaded, and how long it is waited in between at most, in milliseconds. */
const TRIES = 4;
const MAX_WAIT = 1000;

/** Reads; where the database is overloaded, again after a moment: a reading can be repeated, and the file is half sent. */
async function readAgain<Row>(database: Database, statement: Statement<Row>): Promise<Row[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      const [rows] = await database.batch([statement]);
      return rows;
    } catch (error) {
      if (!(error instanceof OverloadError) || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * MAX_WAIT * tries));
    }
  }
}

/** The text of a row that was too long for its page, piece by piece. */
async function* piecesOf(database: Database, segment: ExportSegment, { id, size, lines }: ExportRow) {
  const count = Math.ceil((size ?? 0) / PIECE_BYTES);
  const step = Math.max(1, Math.ceil((lines ?? 1) / count));
  for (let from = 0; from < (lines ?? 1); from += step) {
    const [piece] = await readAgain(database, segment.piece({ id, from, to: from + step }));
    if (piece?.text) yield piece.text;
  }
}

/** What was read of a page, and where the next one begins. */
interface Page {
  rows: number;
  /** The last row's keys as a JSON array. */
  keys: string | null;
  bytes: number;
  /** The page's text, in parts; a text that was left out of the page is read when its turn comes. */
  parts: () => AsyncGenerator<string> | string[];
}

async function* textsOf(database: Database, segment: ExportSegment, rows: readonly ExportRow[]) {
  for (const row of rows) {
    if (row.text === null) yield* piecesOf(database, segment, row);
    else yield row.text;
  }
}

async function readPage(database: Database, segment: ExportSegment, window: ExportWindow): Promise<Page> {
  const [block] = await readAgain(database, segment.block(window));
  if (!block?.keys) return { rows: 0, keys: null, bytes: 0, parts: () => [] };
  if (block.oversized === 0) {
    const { text, rows, keys } = block;
    const last = keys.slice(keys.lastIndexOf('\n') + 1);
    return { rows, keys: `[${last}]`, bytes: text?.length ?? 0, parts: () => [text ?? ''] };
  }
  const rows = await readAgain(database, segment.rows(window));
  const bytes = rows.reduce((sum, { text, size }) => sum + (text?.length ?? size ?? 0), 0);
  return {
    rows: rows.length,
    keys: `[${rows.at(-1)?.keys}]`,
    bytes,
    parts: () => textsOf(database, segment, rows),
  };
}

/**
 * The rows of a segment as the text of the file, a page at a time; the next page is asked for while one is passed on. A page
 * is bounded by the rows that it asks for and by the length from which on it leaves a text out.
 */
export async function* exportPages(database: Database, segment: ExportSegment): AsyncGenerator<string> {
  const ask = (limit: number, afterKeys: string | null) =>
    readPage(database, segment, { limit, offset: 0, afterKeys, threshold: MAX_PAGE_BYTES / limit });
  let limit = FIRST_ROWS;
  let next = ask(limit, null);
  for (;;) {
    const { rows, keys, bytes, parts } = await next;
    const isLast = rows < limit;
    if (!isLast) {
      limit = nextLimit(limit, rows, bytes);
      next = ask(limit, keys);
      // It is awaited in its turn; until then nobody else hears of its failure.
      next.catch(() => {});
    }
    yield* parts();
    if (isLast) return;
  }
}

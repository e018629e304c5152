import { CsvError, parse } from 'csv-parse/stream';
import { MAX_BODY_BYTES, MAX_CSV_COLUMNS } from '../../shared/limits.ts';
import { invalidField } from '../http/errors.ts';

/** A cell, and whether it was in quotes: what tells a text from a number. */
export interface CsvCell {
  text: string;
  isQuoted: boolean;
}

/** A row of a CSV file; `line` counts rows as a spreadsheet does, the header being the first. */
export interface CsvRecord {
  line: number;
  cells: readonly CsvCell[];
}

/** The file cannot be read further: nothing after this can be told apart. */
const notCsv = (message: string) =>
  invalidField('invalid_payload', '', message, `The CSV cannot be read: ${message}`);

/** Those of exports. */
const DELIMITERS = /[,;\t]/;

/** Rows after which the Worker's other requests have a turn: parsing waits for nothing that would give them one. */
const ROWS_A_TURN = 1000;

/** Where the header, whose names have none of them but in quotes, must have ended. */
const MAX_HEADER_BYTES = 64 * 1024;

interface Peeked {
  delimiter: string;
  bytes: AsyncGenerator<Uint8Array>;
}

/** Looks which delimiter the header has, and checks all of the text. */
async function peek(source: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  const decode = (piece?: Uint8Array) => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      throw notCsv('it is not valid UTF-8');
    }
  };
  const iterator = source[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let header = '';
  while (!header.includes('\n') && header.length < MAX_HEADER_BYTES) {
    const { done, value } = await iterator.next();
    if (done) break;
    header += decode(value);
    // Copied: the stream may use the memory again.
    first.push(value.slice());
  }
  async function* bytes() {
    yield* first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      decode(next.value);
      yield next.value;
    }
    decode();
  }
  const [names = ''] = header.replace(/"[^"]*"/g, '').split('\n');
  return { delimiter: DELIMITERS.exec(names)?.[0] ?? ',', bytes: bytes() };
}

/** Passes bytes on one piece at a time: a stream's own queue would take up megabytes. */
async function feed(bytes: AsyncIterable<Uint8Array>, writable: WritableStream<Uint8Array>): Promise<void> {
  const writer = writable.getWriter();
  try {
    for await (const piece of bytes) await writer.write(piece);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => {});
  }
}

/**
 * The rows of a CSV file (RFC 4180), as they come, whichever delimiter it has; a byte order mark is left out.
 * @throws ApiError invalid_payload where it is no CSV or no UTF-8, and what reading the bytes throws
 */
export async function* csvRecords(source: AsyncIterable<Uint8Array>): AsyncGenerator<CsvRecord> {
  const { delimiter, bytes } = await peek(source);
  const parser = parse({
    bom: true,
    delimiter,
    relax_column_count: true,
    max_record_size: MAX_BODY_BYTES,
    cast: (text, { quoting, index, lines }): CsvCell => {
      // Here and not when the row is whole: a row of nothing but delimiters has a cell a byte.
      if (Number(index) >= MAX_CSV_COLUMNS) throw notCsv(`line ${lines} has over ${MAX_CSV_COLUMNS} cells`);
      return { text, isQuoted: quoting };
    },
  });
  const feeding = feed(bytes, parser.writable);
  let line = 0;
  try {
    for await (const cells of parser.readable as ReadableStream<CsvCell[]>) {
      line += 1;
      if (line % ROWS_A_TURN === 0) await scheduler.wait(0);
      yield { line, cells };
    }
  } catch (error) {
    throw error instanceof CsvError ? notCsv(error.message) : error;
  } finally {
    await feeding;
  }
}

import * as z from 'zod';
import { MAX_BODY_BYTES, MAX_STREAM_BYTES } from '../../shared/limits.ts';
import type { RowFormat } from './row-format.ts';
import { type SentRow, tooLong, toSentRow, unusable } from './sent-row.ts';

const NEWLINE = 10;

/** Lines after which the Worker's other requests have a turn. */
const LINES_A_TURN = 5000;

/** How much of a line that is too long is kept, to find it by. */
const KEPT_BYTES = 1000;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
const lenient = new TextDecoder('utf-8');

/** The bytes of a line that has not come to its end. */
class Line {
  #pieces: Uint8Array[] = [];
  #size = 0;
  number = 1;

  add(piece: Uint8Array): void {
    this.#size += piece.byteLength;
    const isKept = this.#size <= MAX_BODY_BYTES || this.#pieces.length === 0;
    // Copied: the stream may use the memory again.
    if (isKept) this.#pieces.push(piece.slice(0, MAX_BODY_BYTES));
  }

  #bytes(): Uint8Array {
    const [first = new Uint8Array()] = this.#pieces;
    if (this.#pieces.length <= 1) return first;
    const bytes = new Uint8Array(this.#pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
    let offset = 0;
    for (const piece of this.#pieces) {
      bytes.set(piece, offset);
      offset += piece.byteLength;
    }
    return bytes;
  }

  /** Ends the line; nothing where it is empty. */
  end(): SentRow | undefined {
    const [line, size, bytes] = [this.number, this.#size, this.#bytes()];
    this.#pieces = [];
    this.#size = 0;
    this.number += 1;
    if (size > MAX_BODY_BYTES) {
      const text = lenient.decode(bytes.subarray(0, KEPT_BYTES));
      return unusable(line, text, tooLong(size));
    }
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch {
      return unusable(line, lenient.decode(bytes), 'is not valid UTF-8');
    }
    return text.trim() === '' ? undefined : toSentRow(line, text);
  }
}

/** The rows of newline-delimited JSON, as they come; empty lines are counted and left out. */
async function* ndjsonRows(body: AsyncIterable<Uint8Array>): AsyncGenerator<SentRow> {
  const line = new Line();
  for await (const bytes of body) {
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(NEWLINE, start);
      if (end < 0) break;
      line.add(bytes.subarray(start, end));
      const row = line.end();
      if (line.number % LINES_A_TURN === 0) await scheduler.wait(0);
      if (row) yield row;
      start = end + 1;
    }
    if (start < bytes.byteLength) line.add(bytes.subarray(start));
  }
  const last = line.end();
  if (last) yield last;
}

/** Newline-delimited JSON, as a stream. */
export const ndjsonFormat = (description: string): RowFormat => ({
  mediaType: 'application/x-ndjson',
  reader: { maxBytes: MAX_STREAM_BYTES, rows: ndjsonRows },
  schema: z.string().meta({ description }),
});

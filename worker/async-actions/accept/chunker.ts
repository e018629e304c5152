import type { IdKind } from '../../../shared/identifiers.ts';
import { MAX_CHUNK_ROWS } from '../../../shared/limits.ts';
import { newId } from '../../identifiers.ts';
import type { SentRow } from '../../imports/sent-row.ts';
import type { ChunkWrite } from './accept-store.ts';

/**
 * A chunk is written as one batch of D1, which others wait for. Its characters, three bytes each at the most, and a row
 * of a megabyte by itself, are what D1 takes as one value.
 */
const MAX_CHUNK_LENGTH = 512 * 1024;

/** Cuts an action's rows into chunks, and gives each row an id. */
export class Chunker {
  readonly #actionId: string;
  readonly #idKind: IdKind;
  #texts: string[] = [];
  #length = 0;
  #firstLine = 0;
  #full: ChunkWrite[] = [];
  /** How many rows and chunks there have been. */
  rows = 0;
  chunks = 0;

  constructor(actionId: string, idKind: IdKind) {
    this.#actionId = actionId;
    this.#idKind = idKind;
  }

  add(row: SentRow): void {
    const { line } = row;
    const text =
      'json' in row
        ? `{"line":${line},"id":"${newId(this.#idKind)}","row":${row.json}}`
        : JSON.stringify({ line, text: row.text, error: row.error });
    if (this.#texts.length >= MAX_CHUNK_ROWS || this.#length + text.length > MAX_CHUNK_LENGTH) this.#end();
    if (this.#texts.length === 0) this.#firstLine = line;
    this.#texts.push(text);
    this.#length += text.length;
    this.rows += 1;
  }

  #end(): void {
    if (this.#texts.length === 0) return;
    this.#full.push({
      actionId: this.#actionId,
      number: this.chunks,
      firstLine: this.#firstLine,
      rows: this.#texts.length,
      payload: `[${this.#texts.join()}]`,
    });
    this.chunks += 1;
    this.#texts = [];
    this.#length = 0;
  }

  /** How many full chunks have not been taken. */
  get waiting(): number {
    return this.#full.length;
  }

  /** Takes the full chunks. */
  take(): ChunkWrite[] {
    const taken = this.#full;
    this.#full = [];
    return taken;
  }

  /** Takes the rest. */
  takeLast(): ChunkWrite[] {
    this.#end();
    return this.take();
  }
}

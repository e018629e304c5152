import * as z from 'zod';
import { errorKeys } from '../../../shared/errors.ts';
import { roleScopes } from '../../../shared/keys/roles.ts';
import { MAX_IDENTIFIER_LENGTH } from '../../../shared/limits.ts';
import {
  type Database,
  isRefusal,
  OverloadError,
  RefusalError,
  type Statement,
  TooLargeError,
} from '../../database.ts';
import { ApiError, entryErrorsOf, invalidField, toApiError } from '../../http/errors.ts';
import { bindRows } from '../../sql/json-columns.ts';
import type { BatchContext } from '../../writes/batch-context.ts';
import { type ActionTypes, type RowEntry, type RowWriter, StoredRow } from '../action-type.ts';
import {
  advance,
  type ChunkRow,
  countCreated,
  countUpdated,
  insertFailures,
  refuseApplied,
} from './chunk-store.ts';

type Failures = ReadonlyMap<number, ApiError>;

/** How many characters of JSON the failures of one statement may have. */
const FAILURES_AT_ONCE = 500_000;

function* inParts(texts: readonly string[]): Generator<string[]> {
  let part: string[] = [];
  let length = 0;
  for (const text of texts) {
    if (part.length > 0 && length + text.length > FAILURES_AT_ONCE) {
      yield part;
      part = [];
      length = 0;
    }
    part.push(text);
    length += text.length;
  }
  if (part.length > 0) yield part;
}

function toFailure({ line, row, text }: StoredRow, { key, extras }: ApiError): object {
  const sourceId = typeof row?.source_id === 'string' ? row.source_id.slice(0, MAX_IDENTIFIER_LENGTH) : null;
  const errors = extras.errors ?? [{ path: '', message: extras.details ?? errorKeys[key].message }];
  return { line, errorKey: key, sourceId, errors, row: row ?? null, text: text ?? null };
}

/** The statements that keep what has failed. */
function keepFailures(id: string, rows: readonly StoredRow[], failures: Failures): Statement<never>[] {
  const texts = rows.flatMap((row, place) => {
    const error = failures.get(place);
    return error ? [bindRows([toFailure(row, error)]).slice(1, -1)] : [];
  });
  return [...inParts(texts)].map((part) => insertFailures({ id, failures: `[${part.join()}]` }));
}

/** Rows of a chunk, by their places: `to` is not one of them. */
interface Range {
  from: number;
  to: number;
}

function moveOn(chunk: ChunkRow, { from, to }: Range, failed: number, failedChunks: 0 | 1 = 0) {
  const { id, number, chunks, rows } = chunk;
  const at = Date.now();
  const isDone = to >= rows;
  return advance({
    id,
    chunk: isDone ? number + 1 : number,
    row: isDone ? 0 : to,
    processed: to - from,
    failed,
    failedChunks,
    at,
    finishedAt: isDone && number + 1 >= chunks ? at : null,
  });
}

function contextOf(
  chunk: ChunkRow,
  rows: readonly StoredRow[],
  range: Range,
  failures: Failures,
): BatchContext {
  const { id, number } = chunk;
  return {
    before: [refuseApplied({ id, chunk: number, from: range.from })],
    onCreated: countCreated({ id }),
    onUpdated: countUpdated({ id }),
    after: [...keepFailures(id, rows, failures), moveOn(chunk, range, failures.size)],
  };
}

/** Which of the entries an error is about; undefined where fewer of them might pass, or none. */
function refusedBy(error: unknown, places: readonly number[]): Failures | undefined {
  const byPlace = entryErrorsOf(error);
  if (byPlace) return places.some((place) => byPlace.has(place)) ? byPlace : undefined;
  const [only, ...others] = places;
  const known = error instanceof OverloadError ? undefined : toApiError(error);
  return known && only !== undefined && others.length === 0 ? new Map([[only, known]]) : undefined;
}

/** Applies rows of a chunk in one batch: those that are refused are left out and kept as failures. */
async function applyRows<Entry extends RowEntry>(
  writer: RowWriter<Entry>,
  database: Database,
  chunk: ChunkRow,
  rows: readonly StoredRow[],
  range: Range,
): Promise<void> {
  const { by, role } = chunk;
  const origin = { at: Date.now(), by, key: { role, scopes: roleScopes[role] } };
  const failures = new Map<number, ApiError>();
  const entries = rows.slice(range.from, range.to).flatMap(({ id = '', row, error }, index) => {
    const place = range.from + index;
    try {
      if (!row) throw invalidField('invalid_payload', '', error ?? 'is no JSON object');
      return [writer.toEntry(row, { ...origin, id, place })];
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      failures.set(place, thrown);
      return [];
    }
  });
  for (let left: readonly Entry[] = entries; ; ) {
    try {
      await writer.write(database, left, contextOf(chunk, rows, range, failures));
      return;
    } catch (error) {
      const refused = refusedBy(
        error,
        left.map(({ write }) => write.place),
      );
      if (!refused) throw error;
      for (const [place, reason] of refused) failures.set(place, reason);
      left = left.filter(({ write }) => !failures.has(write.place));
    }
  }
}

/** @throws Error where the payload is not what was stored */
function rowsOf({ payload, rows }: ChunkRow): StoredRow[] {
  const stored = z.array(StoredRow).parse(JSON.parse(payload));
  if (stored.length !== rows) throw new Error(`a chunk of ${rows} rows has ${stored.length}`);
  return stored;
}

/**
 * Applies what is left of a chunk: all of it in one batch, which also moves the action on, so that it is applied once
 * however often it is tried. Rows that cannot be written together are written in shorter batches.
 * @throws whatever keeps the chunk from being applied at all
 */
export async function applyChunk(database: Database, chunk: ChunkRow, types: ActionTypes): Promise<void> {
  const type = types[chunk.type];
  const rows = rowsOf(chunk);
  let { from } = chunk;
  let size = rows.length - from;
  while (from < rows.length) {
    try {
      const range = { from, to: from + size };
      await type.withWriter((writer) => applyRows(writer, database, chunk, rows, range));
      from += size;
      size = Math.min(rows.length - from, size * 2);
    } catch (error) {
      if (isRefusal(error, 'chunk_applied')) return;
      const canBeCut = error instanceof TooLargeError || error instanceof RefusalError;
      if (!canBeCut || size === 1) throw error;
      size = Math.ceil(size / 2);
    }
  }
}

/** Gives up what is left of a chunk: its rows are kept as failures, and the action moves on. */
export async function giveUpChunk(database: Database, chunk: ChunkRow, requestId: string): Promise<void> {
  const { id, number, from, rows: count, firstLine } = chunk;
  const details = `could not be applied for an unexpected reason, which the log has under ${requestId}`;
  const reason = new ApiError('internal_error', { details });
  let rows: StoredRow[];
  try {
    rows = rowsOf(chunk);
  } catch {
    rows = Array.from({ length: count }, (_, index) => ({ line: firstLine + index }));
  }
  const failures = new Map(rows.map((_, place) => [place, reason] as const).slice(from));
  await database.batch([
    refuseApplied({ id, chunk: number, from }),
    ...keepFailures(id, rows, failures),
    moveOn(chunk, { from, to: count }, count - from, 1),
  ]);
}

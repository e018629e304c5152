import { MAX_IMPORT_ROWS } from '../../../shared/limits.ts';
import type { Database } from '../../database.ts';
import type { Context } from '../../http/context.ts';
import { ApiError, invalidField, logError } from '../../http/errors.ts';
import { keepReply } from '../../idempotency/store.ts';
import { type Idempotency, writeOnce } from '../../idempotency/write-once.ts';
import { newId } from '../../identifiers.ts';
import type { SentRow } from '../../imports/sent-row.ts';
import type { ActionType } from '../action-type.ts';
import { acceptAction, actionSnapshot } from './accept-store.ts';
import { ActionWriter } from './action-writer.ts';
import { Chunker } from './chunker.ts';

/** How many chunks are stored at once. */
const CHUNKS_AT_ONCE = 4;

const keepAction = keepReply<{ id: string }>(actionSnapshot);

/** A request for an action, with its rows as they come. */
export interface ActionRequest {
  type: ActionType;
  /** The media type that was sent. */
  format: string;
  rows: AsyncIterable<SentRow> | Iterable<SentRow>;
  /** What is known once the rows are read: their bytes, and what the request's idempotency key asks for. */
  end: () => Promise<{ bytes: number; idempotency: Idempotency }>;
}

/** Stores the rows and accepts the action, or the one that the idempotency key stands for; answers its id. */
async function storeRows(
  writer: ActionWriter,
  id: string,
  database: Database,
  request: ActionRequest,
): Promise<string> {
  const chunker = new Chunker(id, request.type.idKind);
  for await (const row of request.rows) {
    chunker.add(row);
    if (chunker.rows > MAX_IMPORT_ROWS) {
      throw new ApiError('payload_too_large', {
        details: `The body may have at most ${MAX_IMPORT_ROWS} rows.`,
      });
    }
    if (chunker.waiting >= CHUNKS_AT_ONCE) await writer.store(chunker.take());
  }
  const last = chunker.takeLast();
  const { rows, chunks } = chunker;
  if (rows === 0) throw invalidField('invalid_payload', '', 'expected at least one row');
  const { bytes, idempotency } = await request.end();
  const accept = acceptAction({ id, at: Date.now(), bytes, rows, chunks });
  const { row } = await writeOnce(database, idempotency, {
    write: async () => {
      await writer.store(last, {
        before: idempotency.guards,
        after: [accept, ...idempotency.keep(keepAction, { id })],
      });
      return id;
    },
    replay: (reply): string => JSON.parse(reply)[0],
  });
  return row;
}

/**
 * Stores all that is asked for in chunks, and then has it done. Once this answers nothing is lost: the queue only says
 * when, and what it loses the sweep puts there again.
 * @returns the action's id, and whether it is that of an earlier request with the same idempotency key
 * @throws ApiError payload_too_large, invalid_payload, idempotency_key_reused, and what reading the rows throws: then
 *   nothing is done
 */
export async function acceptRows(
  { database, caller, requestId, environment }: Context<unknown, unknown>,
  request: ActionRequest,
): Promise<{ id: string; replayed: boolean }> {
  const id = newId('async_action');
  const writer = new ActionWriter(database, {
    id,
    type: request.type.name,
    requestId,
    format: request.format,
    createdAt: Date.now(),
    createdBy: caller.keyId,
  });
  let accepted: string | undefined;
  try {
    accepted = await storeRows(writer, id, database, request);
  } finally {
    // Another attempt must not wait for this, nor fail with it: the sweep removes what stays.
    if (accepted !== id) await writer.discard().catch((error) => logError(error, requestId));
  }
  await environment.asyncActions
    .send({ action: accepted, chunk: 0 })
    .catch((error) => logError(error, requestId));
  return { id: accepted, replayed: accepted !== id };
}

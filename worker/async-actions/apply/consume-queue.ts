import { Database, OverloadError } from '../../database.ts';
import type { Environment } from '../../environment.ts';
import { logError } from '../../http/errors.ts';
import { newId } from '../../identifiers.ts';
import type { ActionTypes } from '../action-type.ts';
import { ActionMessage, isDeadLetterQueue } from '../queue.ts';
import { applyChunk, giveUpChunk } from './apply-chunk.ts';
import { type ChunkRow, nextChunk } from './chunk-store.ts';

/** Statements one invocation may spend on chunks before it hands over to the next; D1 allows 1,000. */
const MAX_STATEMENTS = 400;

/** How long the work waits for an overloaded database, in seconds. */
const OVERLOAD_DELAY = 10;

/** Seconds before a chunk is tried again that has failed so many times. */
const retryDelay = (attempts: number): number => 2 ** Math.min(attempts, 10);

/**
 * Applies an action's chunks in order, from the first that is not applied, whichever the message names: one that is late
 * or comes twice finds nothing left to do.
 */
async function processMessage(
  message: Message<unknown>,
  { binding, asyncActions: queue }: Environment,
  types: ActionTypes,
): Promise<void> {
  const { action: id, chunk: named } = ActionMessage.parse(message.body);
  const database = new Database(binding, null);
  let reached = named;
  try {
    for (;;) {
      const chunk = await database.first(nextChunk({ id }));
      if (!chunk) return;
      reached = chunk.number;
      if (database.cost.statements > MAX_STATEMENTS) break;
      await applyChunk(database, chunk, types);
      // Requests that have come in meanwhile get their turn: a runtime that has its database in the same process looks for
      // them only when it has nothing else to do.
      await scheduler.wait(1);
    }
    await queue.send({ action: id, chunk: reached });
  } catch (error) {
    logError(error, newId('request'));
    // A message is tried in vain only so many times, which an overload and other chunks must not use up.
    if (error instanceof OverloadError || reached !== named) {
      await queue.send({ action: id, chunk: reached }, { delaySeconds: OVERLOAD_DELAY });
    } else {
      message.retry({ delaySeconds: retryDelay(message.attempts) });
    }
  }
}

/** Applies a chunk that was tried in vain if it can be now, since its reason may have been the database's; else gives it up. */
async function applyOrGiveUp(
  database: Database,
  chunk: ChunkRow,
  isFirst: boolean,
  types: ActionTypes,
): Promise<void> {
  const requestId = newId('request');
  try {
    // A chunk that ends the process must not do so again.
    if (isFirst) return await applyChunk(database, chunk, types);
  } catch (error) {
    if (error instanceof OverloadError) throw error;
    logError(error, requestId);
  }
  logError(new Error(`chunk ${chunk.number} of ${chunk.id} is given up`), requestId);
  await giveUpChunk(database, chunk, requestId);
}

/** Handles a dead-lettered chunk: applies it once more or records its rows as failed, then queues the next chunk. */
async function handleDeadLetter(
  message: Message<unknown>,
  { binding, asyncActions: queue }: Environment,
  types: ActionTypes,
): Promise<void> {
  const { action: id, chunk: named } = ActionMessage.parse(message.body);
  const database = new Database(binding, null);
  try {
    const chunk = await database.first(nextChunk({ id }));
    if (!chunk) return;
    if (chunk.number === named) await applyOrGiveUp(database, chunk, message.attempts === 1, types);
    await queue.send({ action: id, chunk: chunk.number === named ? named + 1 : chunk.number });
  } catch (error) {
    if (!(error instanceof OverloadError)) throw error;
    await queue.send({ action: id, chunk: named }, { delaySeconds: OVERLOAD_DELAY });
  }
}

/** Handles the messages of a queue; one whose handling throws is delivered again. */
export async function consumeQueue(
  batch: MessageBatch<unknown>,
  environment: Environment,
  types: ActionTypes,
): Promise<void> {
  const handle = isDeadLetterQueue(batch.queue) ? handleDeadLetter : processMessage;
  for (const message of batch.messages) await handle(message, environment, types);
}

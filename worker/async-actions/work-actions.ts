import { Database, OverloadError } from '../database.ts';
import type { Environment } from '../environment.ts';
import { logError } from '../errors.ts';
import { newId } from '../identifiers.ts';
import { applyChunk, giveUpChunk } from './apply-chunk.ts';
import { nextChunk } from './chunk-store.ts';
import { ActionMessage, isDeadLetterQueue } from './queue.ts';

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
async function work(message: Message<unknown>, { binding, asyncActions: queue }: Environment): Promise<void> {
  const { action: id, chunk: named } = ActionMessage.parse(message.body);
  const database = new Database(binding, null);
  let reached = named;
  try {
    for (;;) {
      const chunk = await database.first(nextChunk({ id }));
      if (!chunk) return;
      reached = chunk.number;
      if (database.cost.statements > MAX_STATEMENTS) break;
      await applyChunk(database, chunk);
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

/** Gives up the chunk that a message was sent for in vain, and goes on with the next. */
async function bury(message: Message<unknown>, { binding, asyncActions: queue }: Environment): Promise<void> {
  const { action: id, chunk: named } = ActionMessage.parse(message.body);
  const database = new Database(binding, null);
  const chunk = await database.first(nextChunk({ id }));
  if (!chunk) return;
  if (chunk.number === named) {
    const requestId = newId('request');
    logError(new Error(`chunk ${named} of ${id} is given up`), requestId);
    await giveUpChunk(database, chunk, requestId);
  }
  await queue.send({ action: id, chunk: chunk.number === named ? named + 1 : chunk.number });
}

/** Does what the messages of a queue ask for; what throws is delivered again. */
export async function consumeActions(batch: MessageBatch<unknown>, environment: Environment): Promise<void> {
  const consume = isDeadLetterQueue(batch.queue) ? bury : work;
  for (const message of batch.messages) await consume(message, environment);
}

import { type DraftResource, sendOutbox } from '../../drafts/outbox.ts';
import { type TextName, text } from '../../text.ts';
import { announce } from '../controls/announce.tsx';
import { refreshAll } from '../session/query.ts';
import { connection, connectionProblem } from '../session/session.ts';

const sentTexts = {
  order: 'sent_from_outbox',
  customer: 'customer_sent_from_outbox',
} as const satisfies Record<DraftResource, TextName>;

async function sendAll(): Promise<void> {
  const present = connection.peek();
  if (!present) return;
  await sendOutbox(present, async (resource) => {
    connectionProblem.value = null;
    announce(text(sentTexts[resource]));
    await refreshAll();
  });
}

let sending: Promise<void> | undefined;

/**
 * Sends the outbox as long as the server answers. A caller during a run waits for that run: a server that
 * takes its time would otherwise be asked ever more.
 */
export function sendWaiting(): Promise<void> {
  sending ??= sendAll().finally(() => {
    sending = undefined;
  });
  return sending;
}

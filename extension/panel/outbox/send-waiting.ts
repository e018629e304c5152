import { isQueued } from '../../drafts/orders/order-draft.ts';
import { sendDraft } from '../../drafts/orders/send-order.ts';
import { text } from '../../text.ts';
import { announce } from '../controls/announce.tsx';
import { refreshAll } from '../session/query.ts';
import { connection, connectionProblem } from '../session/session.ts';
import { drafts } from './draft-list.ts';

async function sendAll(): Promise<void> {
  const present = connection.peek();
  if (!present) return;
  for (const { id } of drafts.peek().filter(isQueued).toReversed()) {
    const sent = await sendDraft(present, id);
    if (sent.kind === 'waiting') return;
    if (sent.kind !== 'done') continue;
    connectionProblem.value = null;
    announce(text('sent_from_outbox'));
    await refreshAll();
  }
}

let sending: Promise<void> | undefined;

/**
 * Sends what waits, the oldest first, as long as the server answers. Whoever asks while that goes on waits for it: a server that
 * takes its time would otherwise be asked ever more.
 */
export function sendWaiting(): Promise<void> {
  sending ??= sendAll().finally(() => {
    sending = undefined;
  });
  return sending;
}

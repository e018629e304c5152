import type { Draft } from '../../drafts/orders/order-draft.ts';
import { readDraft } from '../../drafts/orders/order-draft-storage.ts';
import { bodyOf, readForm } from '../../drafts/orders/order-of-draft.ts';
import { type Sent, sendDraft } from '../../drafts/orders/send-order.ts';
import { text } from '../../text.ts';
import { announce } from '../controls/announce.tsx';
import { goInstead } from '../navigation/route.ts';
import { draftsById } from '../outbox/draft-list.ts';
import { changeDraft, discardDraft } from '../outbox/drafts.ts';
import { refreshAll } from '../session/query.ts';
import { connection, connectionProblem, currency } from '../session/session.ts';

/** Where the user is taken, and what is said, once a draft is with the server or waits for it. */
async function finish({ id, form }: Draft, sent: Sent): Promise<void> {
  // What is gone was sent by the background script just before.
  if (sent.kind === 'done' || (sent.kind === 'gone' && !(await readDraft(id)))) {
    connectionProblem.value = null;
    announce(text('saved'));
    if (sent.kind === 'done' && draftsById.peek()?.get(id)?.delivery.state === 'open') {
      // Something was typed meanwhile: the form stays, as a change of the order.
      const base = { order: sent.order, form, ...(sent.etag && { etag: sent.etag }) };
      await changeDraft(id, { base });
    } else goInstead({ screen: 'order', id });
    void refreshAll();
  }
  if (sent.kind === 'waiting') {
    if (sent.failure.kind === 'unauthorized' || sent.failure.kind === 'away')
      connectionProblem.value = sent.failure.kind;
    announce(text(sent.failure.kind === 'unauthorized' ? 'saved_for_a_key' : 'saved_for_later'));
    goInstead({ screen: 'orders' });
  }
}

/**
 * Saves a draft: first in the outbox, where nothing can lose it any more, then with the server. A draft that the server would
 * not take is back in the form, with what it said; the draft must have no problems.
 */
export async function saveDraft(draft: Draft): Promise<void> {
  const present = connection.peek();
  if (!present) return;
  const body = bodyOf(draft, currency.peek());
  if (draft.base && Object.keys(body).length === 0) {
    await discardDraft(draft.id);
    goInstead({ screen: 'order', id: draft.id });
    return;
  }
  await changeDraft(draft.id, {
    delivery: {
      state: 'queued',
      people: readForm(draft.form, currency.peek()).people,
      body,
      codes: draft.form.codes,
      idempotencyKey: crypto.randomUUID(),
      savedAt: Date.now(),
      firstTriedAt: null,
    },
  });
  await finish(draft, await sendDraft(present, draft.id));
}

import type { AnyDraft, QueuedDelivery } from '../../drafts/store/draft.ts';
import { baseOf, type Sent } from '../../drafts/store/send-draft.ts';
import { text } from '../../text.ts';
import { announce } from '../controls/announce.tsx';
import { goInstead } from '../navigation/route.ts';
import { refreshAll } from '../session/query.ts';
import { connection, connectionProblem } from '../session/session.ts';
import type { OutboxKind } from './outbox-kind.ts';

/** Takes the user on, once a draft is with the server or waits for it. */
async function finish<Draft extends AnyDraft>(
  kind: OutboxKind<Draft>,
  { id, form }: Draft,
  sent: Sent<Draft, unknown>,
): Promise<void> {
  // What is gone was sent by the background script just before.
  if (sent.kind === 'done' || (sent.kind === 'gone' && !(await kind.store.storage.read(id)))) {
    connectionProblem.value = null;
    announce(text('saved'));
    if (sent.kind === 'done' && kind.store.peek(id)?.delivery.state === 'open') {
      // Something was typed meanwhile: the form stays, as a change of what was saved.
      const base = baseOf({ data: sent.stored, etag: sent.etag }, form);
      await kind.store.change(id, { base } as Partial<Draft>);
    } else goInstead(kind.detail(id));
    void refreshAll();
  }
  if (sent.kind === 'waiting') {
    const problem = sent.failure.kind;
    if (problem === 'unauthorized' || problem === 'away') connectionProblem.value = problem;
    announce(text(problem === 'unauthorized' ? kind.savedForKey : kind.savedForLater));
    goInstead(kind.list);
  }
}

/** Throws a draft away, and shows what it would have changed as the server has it. */
export async function showStored<Draft extends AnyDraft>(kind: OutboxKind<Draft>, id: string): Promise<void> {
  await kind.store.discard(id);
  goInstead(kind.detail(id));
}

/**
 * Saves a draft: first in the outbox, where nothing can lose it any more, then with the server. A draft
 * that the server would not take is back in the form, with what it said; the draft must have no problems.
 * @param sent the content to send, as the resource's queued drafts have it
 */
export async function saveDraft<Draft extends AnyDraft>(
  kind: OutboxKind<Draft>,
  draft: Draft,
  sent: Omit<Extract<Draft['delivery'], { state: 'queued' }>, Exclude<keyof QueuedDelivery, 'body'>> & {
    body: object;
  },
): Promise<void> {
  const present = connection.peek();
  if (!present) return;
  if (draft.base && Object.keys(sent.body).length === 0) return showStored(kind, draft.id);
  const delivery = {
    state: 'queued',
    ...sent,
    idempotencyKey: crypto.randomUUID(),
    savedAt: Date.now(),
    firstTriedAt: null,
  };
  await kind.store.change(draft.id, { delivery } as unknown as Partial<Draft>);
  await finish(kind, draft, await kind.send(present, draft.id));
}

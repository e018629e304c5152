import { DRAFT_STORE_DELAY } from '../../../shared/limits.ts';
import {
  type Draft,
  newDraft,
  type OrderForm,
  reopened,
  withChange,
} from '../../drafts/orders/order-draft.ts';
import {
  onDrafts,
  readDraft,
  readDrafts,
  removeDraft,
  storeDraft,
} from '../../drafts/orders/order-draft-storage.ts';
import { connection } from '../session/session.ts';
import { draftsById } from './draft-list.ts';

const waiting = new Map<string, ReturnType<typeof setTimeout>>();

const peek = (id: string): Draft | undefined => draftsById.peek()?.get(id);

function put(id: string, draft: Draft | undefined): void {
  const next = new Map(draftsById.peek());
  if (draft) next.set(id, draft);
  else next.delete(id);
  draftsById.value = next;
}

async function storeNow(id: string): Promise<void> {
  clearTimeout(waiting.get(id));
  waiting.delete(id);
  const draft = peek(id);
  if (draft) await storeDraft(draft);
}

/** Shows a draft at once and stores it in a moment: several key strokes are one write. */
function putSoon(draft: Draft): void {
  put(draft.id, draft);
  if (!waiting.has(draft.id))
    waiting.set(
      draft.id,
      setTimeout(() => storeNow(draft.id), DRAFT_STORE_DELAY),
    );
}

/** Begins a draft; it is stored once something is typed into it, or at once where there is something already. */
export function beginDraft(form: Partial<OrderForm> = {}, selection?: string): Draft {
  const draft = newDraft(connection.peek()?.url ?? '', form, selection);
  put(draft.id, draft);
  if (selection) void storeNow(draft.id);
  return draft;
}

/** Takes over a draft that was made elsewhere, as of an order that is to be edited. */
export const holdDraft = (draft: Draft): void => put(draft.id, draft);

/** Changes what a draft says. It is open then, whatever became of it before. */
export function changeForm(id: string, change: Partial<OrderForm>): void {
  const draft = peek(id);
  if (!draft) return;
  const form = { ...draft.form, ...change };
  const { delivery, mayBeThere } = reopened(draft);
  putSoon(withChange(draft, { form, delivery, mayBeThere }));
}

/** Changes a draft otherwise, and resolves once that is stored. */
export async function changeDraft(id: string, change: Partial<Draft>): Promise<void> {
  const draft = peek(id);
  if (!draft) return;
  put(id, withChange(draft, change));
  await storeNow(id);
}

/** Forgets a draft that nothing was typed into: it was never stored. */
export async function leaveDraft(id: string): Promise<void> {
  if (waiting.has(id)) return;
  const left = peek(id);
  // By then it may have been opened again, or typed into.
  if (!(await readDraft(id)) && peek(id) === left) put(id, undefined);
}

/** Throws a draft away. */
export async function discardDraft(id: string): Promise<void> {
  clearTimeout(waiting.get(id));
  waiting.delete(id);
  put(id, undefined);
  await removeDraft(id);
}

/** Takes over what is stored of a draft, unless this window has something newer: what was typed since, or not stored yet. */
function hear(id: string, draft: Draft | undefined): void {
  const mine = peek(id);
  if (!draft ? !waiting.has(id) : !mine || draft.changedAt > mine.changedAt) put(id, draft);
}

/** Reads the drafts and follows what other windows and the background script make of them. */
export async function beginDrafts(): Promise<void> {
  onDrafts(hear);
  const stored = await readDrafts();
  // One that was begun before they are read stays.
  draftsById.value ??= new Map();
  for (const draft of stored) hear(draft.id, draft);
  addEventListener('pagehide', () => {
    for (const id of waiting.keys()) void storeNow(id);
  });
}

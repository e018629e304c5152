import { isQueued } from '../store/draft.ts';
import { type CustomerDraft, isTouched } from './customer-draft.ts';
import { customerDraftStore } from './customer-draft-store.ts';

/**
 * The draft of this customer, or without an id the latest of a new customer that does not wait to be sent.
 */
export async function findCustomerDraft(
  server: string,
  id: string | undefined,
): Promise<CustomerDraft | undefined> {
  if (id !== undefined) {
    const draft = await customerDraftStore.find(id);
    return draft?.server === server && isTouched(draft) ? draft : undefined;
  }
  const drafts = await customerDraftStore.storage.readAll();
  return drafts.find((draft) => draft.server === server && draft.base === null && !isQueued(draft));
}

import { customerDraftStore } from './customers/customer-draft-store.ts';
import { orderDraftStore } from './orders/order-draft-store.ts';

/** Reads all drafts into this window, and follows what others make of them. */
export async function beginDrafts(): Promise<void> {
  await Promise.all([orderDraftStore.begin(), customerDraftStore.begin()]);
}

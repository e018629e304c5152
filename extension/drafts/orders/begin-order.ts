import { newOrderDraft, type OrderDraft, type OrderForm } from './order-draft.ts';
import { orderDraftStore } from './order-draft-store.ts';

/**
 * Begins a draft; it is stored once something is typed into it, or at once where there is a selection
 * already.
 */
export function beginOrder(server: string, form: Partial<OrderForm> = {}, selection?: string): OrderDraft {
  const draft = newOrderDraft(server, form, selection);
  if (selection) void orderDraftStore.keep(draft);
  else orderDraftStore.hold(draft);
  return draft;
}

import type { OrderDraft } from '../../drafts/orders/order-draft.ts';
import { orderDraftStore } from '../../drafts/orders/order-draft-store.ts';
import { sendOrder } from '../../drafts/outbox.ts';
import { text } from '../../text.ts';
import type { OutboxKind } from './outbox-kind.ts';

function titleOf({ base, form, id }: OrderDraft): string {
  const name =
    form.sourceId || (form.customer?.kind === 'known' ? form.customer.label : form.customer?.name) || '';
  if (base) return text('draft_change_of', name || id);
  return name ? text('draft_new_order', name) : text('new_order');
}

export const orderOutbox: OutboxKind<OrderDraft> = {
  store: orderDraftStore,
  send: sendOrder,
  form: (id) => ({ screen: 'draft', id }),
  detail: (id) => ({ screen: 'order', id }),
  list: { screen: 'orders' },
  savedForLater: 'saved_for_later',
  savedForKey: 'saved_for_a_key',
  titleOf,
  label: 'outbox',
};

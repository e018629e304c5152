import type { CustomerDraft } from '../../drafts/customers/customer-draft.ts';
import { customerDraftStore } from '../../drafts/customers/customer-draft-store.ts';
import { sendCustomer } from '../../drafts/outbox.ts';
import { personLabel } from '../../names.ts';
import { text } from '../../text.ts';
import type { OutboxKind } from './outbox-kind.ts';

function titleOf({ base, form: { fields } }: CustomerDraft): string {
  if (base) return text('draft_change_of_customer', personLabel(base.stored));
  const name = fields.name || fields.email || fields.phone || fields.source_id;
  return name ? text('draft_new_customer', name) : text('new_customer');
}

export const customerOutbox: OutboxKind<CustomerDraft> = {
  store: customerDraftStore,
  send: sendCustomer,
  form: (id) => ({ screen: 'customer-form', id }),
  detail: (id) => ({ screen: 'customer', id }),
  list: { screen: 'customers' },
  savedForLater: 'customer_saved_for_later',
  savedForKey: 'customer_saved_for_a_key',
  titleOf,
  label: 'unfinished_customers',
};

import {
  bodyOfCustomer,
  type CustomerDraft,
  emptyCustomerForm,
} from '../../drafts/customers/customer-draft.ts';
import { text } from '../../text.ts';
import { Conflict } from '../outbox/conflict.tsx';
import { customerOutbox } from '../outbox/customer-outbox.ts';
import { saveCustomer } from './save-customer.ts';

/** What the user has changed of a customer, beside what was made of it elsewhere meanwhile. */
export function CustomerConflict({ draft }: { draft: CustomerDraft }) {
  const { id: _, birthday: __, ...change } = { id: '', ...bodyOfCustomer(draft) };
  return (
    <Conflict
      title={text('customer_conflict_title')}
      kind={customerOutbox}
      draft={draft}
      change={change}
      emptyForm={emptyCustomerForm}
      save={saveCustomer}
    />
  );
}

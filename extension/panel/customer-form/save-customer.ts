import { bodyOfCustomer, type CustomerDraft } from '../../drafts/customers/customer-draft.ts';
import { customerOutbox } from '../outbox/customer-outbox.ts';
import { saveDraft } from '../outbox/save-draft.ts';

/** Saves a draft that has no problems; see `saveDraft`. */
export const saveCustomer = (draft: CustomerDraft): Promise<void> =>
  saveDraft(customerOutbox, draft, { body: bodyOfCustomer(draft) });

import type { OrderDraft } from '../../drafts/orders/order-draft.ts';
import { bodyOf, readForm } from '../../drafts/orders/order-of-draft.ts';
import { orderOutbox } from '../outbox/order-outbox.ts';
import { saveDraft } from '../outbox/save-draft.ts';
import { currency } from '../session/session.ts';

/** Saves a draft that has no problems; see `saveDraft`. */
export function saveOrder(draft: OrderDraft): Promise<void> {
  const { people } = readForm(draft.form, currency.peek());
  return saveDraft(orderOutbox, draft, {
    people,
    body: bodyOf(draft, currency.peek()),
    codes: draft.form.codes,
  });
}

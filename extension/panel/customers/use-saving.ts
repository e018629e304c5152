import { useSignal } from '@preact/signals';
import { ApiFailure } from '../../api.ts';
import { bodyOfCustomer, type CustomerDraft, emptyCustomerForm } from '../../drafts/customer-draft.ts';
import { type SentCustomer, sendCustomer } from '../../drafts/send-customer.ts';
import { text } from '../../text.ts';
import { alert, announce } from '../announce.tsx';
import { failureText } from '../controls/states.tsx';
import { queryClient } from '../query.ts';
import { goInstead } from '../route.ts';
import { api } from '../session.ts';
import { useKeptDraft } from './use-kept-draft.ts';

/** A draft that is being typed, and what becomes of it when it is saved: nothing of it is lost before the server has it. */
export function useSaving(opened: CustomerDraft) {
  const { draft, change, keepNow, drop } = useKeptDraft(opened);
  const isSaving = useSignal(false);
  const failure = useSignal<ApiFailure | null>(null);
  const overtaken = useSignal<Extract<SentCustomer, { kind: 'overtaken' }> | null>(null);

  const leave = async () => {
    await drop();
    goInstead({ screen: 'customer', id: draft.peek().id });
    await queryClient.invalidateQueries();
  };

  const send = async () => {
    const sent = await sendCustomer(api, draft.peek(), (attempt) => {
      change({ attempt });
      return keepNow();
    });
    if (sent.kind === 'done') {
      announce(text('saved'));
      await leave();
    } else {
      overtaken.value = sent;
      alert(text('customer_conflict_title'));
    }
  };

  const save = async () => {
    if (isSaving.peek()) return;
    const { base } = draft.peek();
    if (base && Object.keys(bodyOfCustomer(draft.peek())).length === 0) return leave();
    isSaving.value = true;
    failure.value = null;
    overtaken.value = null;
    try {
      await send();
    } catch (error) {
      if (!(error instanceof ApiFailure)) throw error;
      failure.value = error;
      alert(failureText(error));
    } finally {
      isSaving.value = false;
    }
  };

  /** Sends what the user has changed again, on top of the customer as it is now. */
  const keepMine = async () => {
    const { theirs: customer, etag } = overtaken.peek() ?? {};
    if (!customer) return;
    const form = draft.peek().base?.form ?? emptyCustomerForm;
    // A new one that is there already goes on as a change of it, which is kept in another place.
    await drop();
    change({ base: { customer, form, ...(etag && { etag }) } });
    await save();
  };

  return { draft, change, save, isSaving, failure, overtaken, keepMine, keepTheirs: leave };
}

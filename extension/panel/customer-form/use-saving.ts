import { useSignal } from '@preact/signals';
import { ApiFailure } from '../../api.ts';
import {
  bodyOfCustomer,
  type CustomerDraft,
  type CustomerForm,
  emptyCustomerForm,
  isSameForm,
} from '../../drafts/customers/customer-draft.ts';
import { type SentCustomer, sendCustomer } from '../../drafts/customers/send-customer.ts';
import { text } from '../../text.ts';
import { alert, announce } from '../controls/announce.tsx';
import { failureText } from '../controls/feedback.tsx';
import { goInstead } from '../navigation/route.ts';
import { refreshAll } from '../session/query.ts';
import { api } from '../session/session.ts';
import { useKeptDraft } from './use-kept-draft.ts';

/** A draft that is being typed, and what becomes of it when it is saved: nothing of it is lost before the server has it. */
export function useSaving(opened: CustomerDraft) {
  const { draft, change, keepNow, drop } = useKeptDraft(opened);
  const isSaving = useSignal(false);
  const failure = useSignal<ApiFailure | null>(null);
  const overtaken = useSignal<SentCustomer | null>(null);

  const leave = async () => {
    await drop();
    goInstead({ screen: 'customer', id: draft.peek().id });
    await refreshAll();
  };

  /** Goes on with the form as a change of the customer as it is now; as that it is kept in another place than a new one. */
  const goOn = async ({ customer, etag }: SentCustomer, form: CustomerForm) => {
    await drop();
    change({ base: { customer, form, ...(etag && { etag }) }, attempt: undefined });
    await keepNow();
  };

  const send = async () => {
    const { form } = draft.peek();
    const sent = await sendCustomer(api, draft.peek(), (attempt) => {
      change({ attempt });
      return keepNow();
    });
    if (sent.kind === 'overtaken') {
      overtaken.value = sent;
      alert(text('customer_conflict_title'));
      return;
    }
    announce(text('saved'));
    if (isSameForm(draft.peek().form, form)) return leave();
    // Something was typed meanwhile.
    await goOn(sent, form);
    await refreshAll();
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
    const sent = overtaken.peek();
    if (!sent) return;
    await goOn(sent, draft.peek().base?.form ?? emptyCustomerForm);
    await save();
  };

  return { draft, change, save, isSaving, failure, overtaken, keepMine, keepTheirs: leave };
}

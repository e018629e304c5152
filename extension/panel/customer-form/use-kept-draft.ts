import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { DRAFT_STORE_DELAY } from '../../../shared/limits.ts';
import { type CustomerDraft, isTouched } from '../../drafts/customers/customer-draft.ts';
import { removeCustomerDraft, storeCustomerDraft } from '../../drafts/customers/customer-draft-storage.ts';

const keep = (draft: CustomerDraft): Promise<void> =>
  isTouched(draft) ? storeCustomerDraft(draft) : removeCustomerDraft(draft);

/** A draft that is stored as it is changed, within a moment: several key strokes are one write. */
export function useKeptDraft(opened: CustomerDraft) {
  const draft = useSignal(opened);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const keepNow = async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    await keep(draft.peek());
  };
  const change = (next: Partial<CustomerDraft>): void => {
    draft.value = { ...draft.peek(), ...next, changedAt: Date.now() };
    timer.current ??= setTimeout(keepNow, DRAFT_STORE_DELAY);
  };
  /** Throws the draft away. */
  const drop = async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    await removeCustomerDraft(draft.peek());
  };

  useEffect(() => {
    const leave = () => {
      if (timer.current !== undefined) void keepNow();
    };
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  return { draft, change, keepNow, drop };
}

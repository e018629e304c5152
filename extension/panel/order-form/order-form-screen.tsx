import { useEffect } from 'preact/hooks';
import { orderDraftStore } from '../../drafts/orders/order-draft-store.ts';
import { orderDrafts } from '../../drafts/orders/order-drafts.ts';
import { useDraftLock } from '../../drafts/store/use-draft-lock.ts';
import { text } from '../../text.ts';
import { Empty } from '../controls/feedback.tsx';
import { Screen } from '../navigation/screen.tsx';
import { OrderEditor } from './order-editor.tsx';

/** The form on a draft, in the one window that has its lock. */
export function OrderFormScreen({ id }: { id: string }) {
  const isLocked = useDraftLock(id);
  const all = orderDrafts.value;
  const draft = all?.get(id);
  const title = text(draft?.base ? 'edit_order' : 'new_order');
  useEffect(() => {
    scrollTo({ top: 0 });
    return () => void orderDraftStore.leave(id);
  }, [id]);
  if (all && (!draft || isLocked === false)) {
    return (
      <Screen title={title} up={{ screen: 'orders' }}>
        <Empty title={text(draft ? 'draft_elsewhere' : 'draft_gone')} />
      </Screen>
    );
  }
  return (
    <Screen title={title} up={{ screen: 'orders' }} hasOwnFocus={draft?.base === null}>
      {isLocked && draft && <OrderEditor draft={draft} />}
    </Screen>
  );
}

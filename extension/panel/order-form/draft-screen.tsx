import { useEffect } from 'preact/hooks';
import { text } from '../../text.ts';
import { Screen } from '../controls/screen.tsx';
import { Empty } from '../controls/states.tsx';
import { draftsById } from '../draft-list.ts';
import { leaveDraft } from '../drafts.ts';
import { useHeldDraft } from '../held-draft.ts';
import { OrderForm } from './order-form.tsx';

/** The form on a draft, in the one window that holds it. */
export function DraftScreen({ id }: { id: string }) {
  const isHeld = useHeldDraft(id);
  const all = draftsById.value;
  const draft = all?.get(id);
  const title = text(draft?.base ? 'edit_order' : 'new_order');
  useEffect(() => {
    scrollTo({ top: 0 });
    return () => void leaveDraft(id);
  }, [id]);
  if (all && (!draft || isHeld === false)) {
    return (
      <Screen title={title} up={{ screen: 'orders' }}>
        <Empty title={text(draft ? 'draft_elsewhere' : 'draft_gone')} />
      </Screen>
    );
  }
  return (
    <Screen title={title} up={{ screen: 'orders' }} hasOwnFocus={draft?.base === null}>
      {isHeld && draft && <OrderForm draft={draft} />}
    </Screen>
  );
}

import { useEffect } from 'preact/hooks';
import { text } from '../../text.ts';
import { Empty } from '../controls/feedback.tsx';
import { useDraftLock } from '../forms/use-draft-lock.ts';
import { Screen } from '../navigation/screen.tsx';
import { draftsById } from '../outbox/draft-list.ts';
import { leaveDraft } from '../outbox/drafts.ts';
import { OrderEditor } from './order-editor.tsx';

/** The form on a draft, in the one window that holds it. */
export function DraftScreen({ id }: { id: string }) {
  const isHeld = useDraftLock(id);
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
      {isHeld && draft && <OrderEditor draft={draft} />}
    </Screen>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { customerDraftStore } from '../../drafts/customers/customer-draft-store.ts';
import { customerDrafts } from '../../drafts/customers/customer-drafts.ts';
import { useDraftLock } from '../../drafts/store/use-draft-lock.ts';
import { text } from '../../text.ts';
import { Empty, Failed, Loading } from '../controls/feedback.tsx';
import { goInstead } from '../navigation/route.ts';
import { Screen } from '../navigation/screen.tsx';
import { CustomerEditor } from './customer-editor.tsx';
import { type OpenedDraft, openCustomerDraft } from './open-customer-draft.ts';

interface OpenedFormProps extends OpenedDraft {
  onStartOver: () => void;
}

/** The form on a draft, in the one window that has its lock. */
function OpenedForm({ id, isContinued, onStartOver }: OpenedFormProps) {
  const isLocked = useDraftLock(id);
  useEffect(() => () => void customerDraftStore.leave(id), [id]);
  const draft = customerDrafts.value?.get(id);
  if (isLocked === false) return <Empty title={text('draft_elsewhere')} />;
  if (!draft) return <Empty title={text('draft_gone')} />;
  return isLocked ? (
    <CustomerEditor draft={draft} isContinued={isContinued} onStartOver={onStartOver} />
  ) : (
    <Loading />
  );
}

/** The form on a customer, or without an id on a new one. */
export function CustomerFormScreen({ id }: { id?: string | undefined }) {
  const opened = useSignal<OpenedDraft | undefined>(undefined);
  const failure = useSignal<unknown>(undefined);

  const open = async () => {
    failure.value = undefined;
    try {
      opened.value = await openCustomerDraft(id);
    } catch (error) {
      failure.value = error;
    }
  };
  useEffect(() => {
    scrollTo({ top: 0 });
    void open();
  }, []);

  const startOver = async (draftId: string) => {
    const isNew = customerDrafts.peek()?.get(draftId)?.base === null;
    opened.value = undefined;
    await customerDraftStore.discard(draftId);
    if (isNew && id !== undefined) goInstead({ screen: 'customer-form' });
    else await open();
  };
  const present = opened.value;
  const isNew = present ? customerDrafts.value?.get(present.id)?.base === null : id === undefined;
  return (
    <Screen
      title={text(isNew ? 'new_customer' : 'edit_customer')}
      up={isNew || id === undefined ? { screen: 'customers' } : { screen: 'customer', id }}
      hasOwnFocus={isNew}
    >
      {failure.value !== undefined ? (
        <Failed error={failure.value} retry={open} />
      ) : present ? (
        <OpenedForm {...present} onStartOver={() => startOver(present.id)} />
      ) : (
        <Loading />
      )}
    </Screen>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { removeCustomerDraft } from '../../drafts/customers/customer-draft-storage.ts';
import { text } from '../../text.ts';
import { Empty, Failed, Loading } from '../controls/feedback.tsx';
import { useDraftLock } from '../forms/use-draft-lock.ts';
import { Screen } from '../navigation/screen.tsx';
import { CustomerEditor } from './customer-editor.tsx';
import { type OpenedDraft, openCustomerDraft } from './open-customer-draft.ts';

/** The form on a customer, or on a new one, in the one window that holds its draft. */
export function CustomerFormScreen({ id }: { id?: string | undefined }) {
  const isHeld = useDraftLock(`customer ${id ?? 'new'}`);
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
    if (isHeld) void open();
  }, [isHeld]);

  const startOver = async ({ draft }: OpenedDraft) => {
    opened.value = undefined;
    await removeCustomerDraft(draft);
    await open();
  };
  const present = opened.value;
  return (
    <Screen
      title={text(id === undefined ? 'new_customer' : 'edit_customer')}
      up={id === undefined ? { screen: 'customers' } : { screen: 'customer', id }}
      hasOwnFocus={id === undefined}
    >
      {isHeld === false ? (
        <Empty title={text('draft_elsewhere')} />
      ) : failure.value !== undefined ? (
        <Failed error={failure.value} retry={open} />
      ) : present ? (
        <CustomerEditor opened={present} onStartOver={() => startOver(present)} />
      ) : (
        <Loading />
      )}
    </Screen>
  );
}

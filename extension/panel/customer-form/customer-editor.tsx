import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { CustomerDraft, CustomerForm } from '../../drafts/customers/customer-draft.ts';
import { customerDraftStore } from '../../drafts/customers/customer-draft-store.ts';
import { text } from '../../text.ts';
import { AttributesSection } from '../attributes/attributes-section.tsx';
import { lazy } from '../controls/lazy.tsx';
import { Form, SaveButton } from '../forms/form.tsx';
import { useSaving } from '../forms/use-saving.ts';
import { can } from '../session/session.ts';
import { CustomerConflict } from './customer-conflict.tsx';
import { CustomerFields } from './customer-fields.tsx';
import { saveCustomer } from './save-customer.ts';
import { useCustomerProblems } from './use-customer-problems.ts';

const ConfirmDiscard = lazy(async () => (await import('../outbox/confirm-discard.tsx')).ConfirmDiscard, null);

interface CustomerEditorProps {
  draft: CustomerDraft;
  /** Whether it was typed earlier. */
  isContinued: boolean;
  onStartOver: () => void;
}

/** Says that what is shown was typed earlier, and offers to do without it. */
function Continued({ onStartOver }: Pick<CustomerEditorProps, 'onStartOver'>) {
  const isAsking = useSignal(false);
  return (
    <div class="section">
      <div class="notice">
        <span>{text('draft_continued')}</span>
        <button
          type="button"
          class="button"
          onClick={() => {
            isAsking.value = true;
          }}
        >
          {text('start_over')}
        </button>
      </div>
      {isAsking.value && (
        <ConfirmDiscard
          onConfirm={onStartOver}
          onClose={() => {
            isAsking.value = false;
          }}
        />
      )}
    </div>
  );
}

/** All of a customer on one form. What is typed is stored as it is typed. */
export function CustomerEditor({ draft, isContinued, onStartOver }: CustomerEditorProps) {
  const element = useRef<HTMLFormElement>(null);
  const { id, form, base, delivery } = draft;
  const { live, refused, problemOf, others, isTried } = useCustomerProblems(draft);
  const change = (next: Partial<CustomerForm>) => customerDraftStore.changeForm(id, next);
  const { isSaving, failure, save } = useSaving({
    form: element,
    problems: live.size,
    refusals: refused.size,
    delivery,
    onTry: () => {
      isTried.value = true;
    },
    save: () => saveCustomer(draft),
  });
  const unplaced = [failure.value, ...others].filter(Boolean);

  useEffect(() => {
    if (!base) element.current?.querySelector('input')?.focus();
  }, []);

  return (
    <Form formRef={element} up={base ? { screen: 'customer', id } : { screen: 'customers' }} save={save}>
      {isContinued && <Continued onStartOver={onStartOver} />}
      <CustomerConflict draft={draft} />
      <CustomerFields
        fields={form.fields}
        onField={(field, value) => change({ fields: { ...form.fields, [field]: value } })}
        problemOf={problemOf}
      />
      <AttributesSection
        resource="customer"
        attributes={form.attributes}
        onAttributes={(attributes) => change({ attributes })}
        problemOf={problemOf}
      />
      <footer class="summary end">
        {unplaced.length > 0 && <p class="notice bad">{unplaced.join(' ')}</p>}
        <SaveButton isSaving={isSaving.value} isAllowed={can('customers:write')} />
      </footer>
    </Form>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { plural, text } from '../../text.ts';
import { AttributesSection } from '../attributes/attributes-section.tsx';
import { alert } from '../controls/announce.tsx';
import { lazy } from '../controls/lazy.tsx';
import { Form, focusFirstProblem, SaveButton } from '../forms/form.tsx';
import { can } from '../session/session.ts';
import { CustomerConflict } from './customer-conflict.tsx';
import { CustomerFields } from './customer-fields.tsx';
import type { OpenedDraft } from './open-customer-draft.ts';
import { useCustomerProblems } from './use-customer-problems.ts';
import { useSaving } from './use-saving.ts';

const Confirm = lazy(async () => (await import('../controls/confirm.tsx')).Confirm, null);

interface CustomerEditorProps {
  opened: OpenedDraft;
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
        <Confirm
          title={text('discard_title')}
          action={text('discard')}
          isDanger
          onConfirm={onStartOver}
          onClose={() => {
            isAsking.value = false;
          }}
        >
          <p>{text('discard_warning')}</p>
        </Confirm>
      )}
    </div>
  );
}

/** All of a customer on one form. What is typed is stored as it is typed. */
export function CustomerEditor({ opened, onStartOver }: CustomerEditorProps) {
  const element = useRef<HTMLFormElement>(null);
  const saving = useSaving(opened.draft);
  const { draft, change, failure, overtaken, isSaving } = saving;
  const { form, base } = draft.value;
  const { live, problemOf, others, isTried } = useCustomerProblems(draft.value, failure.value);

  useEffect(() => {
    if (!base) element.current?.querySelector('input')?.focus();
  }, []);
  useEffect(() => {
    if (failure.value?.kind === 'refused') focusFirstProblem(element);
    else if (failure.value && document.activeElement === document.body)
      element.current?.querySelector<HTMLElement>('[type="submit"]')?.focus();
  }, [failure.value]);

  const save = async () => {
    isTried.value = true;
    if (live.size === 0) return saving.save();
    alert(plural('problems', live.size));
    focusFirstProblem(element);
  };

  return (
    <Form
      formRef={element}
      up={base ? { screen: 'customer', id: draft.value.id } : { screen: 'customers' }}
      save={save}
    >
      {opened.isContinued && <Continued onStartOver={onStartOver} />}
      {overtaken.value && (
        <CustomerConflict
          draft={draft.value}
          theirs={overtaken.value.customer}
          onKeepMine={saving.keepMine}
          onKeepTheirs={saving.keepTheirs}
        />
      )}
      <CustomerFields
        fields={form.fields}
        onField={(field, value) => change({ form: { ...form, fields: { ...form.fields, [field]: value } } })}
        problemOf={problemOf}
      />
      <AttributesSection
        resource="customer"
        attributes={form.attributes}
        onAttributes={(attributes) => change({ form: { ...form, attributes } })}
        problemOf={problemOf}
      />
      <footer class="summary end">
        {others.length > 0 && <p class="notice bad">{others.join(' ')}</p>}
        <SaveButton isSaving={isSaving.value} isAllowed={can('customers:write')} />
      </footer>
    </Form>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { OrderStatus } from '../../../shared/orders.ts';
import type { Draft, OrderForm as Form } from '../../drafts/draft.ts';
import { plural, text } from '../../text.ts';
import { alert, announce } from '../announce.tsx';
import { SelectField, TextField } from '../controls/field.tsx';
import { Money, statusName } from '../controls/shown.tsx';
import { failureText } from '../controls/states.tsx';
import { changeForm } from '../drafts.ts';
import { goBack } from '../route.ts';
import { may } from '../session.ts';
import { AttributesSection } from './attributes-section.tsx';
import { CodesSection } from './codes-section.tsx';
import { Conflict } from './conflict.tsx';
import { ItemsSection } from './items-section.tsx';
import { PersonSection } from './person-section.tsx';
import { saveDraft } from './save-draft.ts';
import { useProblems } from './use-problems.ts';
import { useValidation } from './use-validation.ts';
import './order-form.css';

/** The steps of an order on one form. What is typed is stored as it is typed. */
export function OrderForm({ draft }: { draft: Draft }) {
  const { form, selection } = draft;
  const problems = useProblems(draft);
  const { problemOf, live, refused, totals, isTried } = problems;
  const isSaving = useSignal(false);
  const failure = useSignal('');
  const validation = useValidation(form.codes, problems.order);
  const total = validation.data?.order?.total_amount ?? totals?.totalAmount ?? 0;
  const element = useRef<HTMLFormElement>(null);
  const notice = failure.value || problemOf('', JSON.stringify(form));
  const change = (next: Partial<Form>) => changeForm(draft.id, next);

  const showProblems = () =>
    requestAnimationFrame(() => {
      element.current
        ?.querySelector<HTMLElement>('[aria-invalid="true"], .error[tabindex], .form-notice')
        ?.focus();
    });

  const save = async () => {
    if (isSaving.peek()) return;
    isTried.value = true;
    if (live.size > 0) {
      alert(plural('problems', live.size));
      showProblems();
      return;
    }
    isSaving.value = true;
    failure.value = '';
    try {
      await saveDraft(draft);
    } catch (error) {
      failure.value = failureText(error);
      alert(failure.value);
    } finally {
      isSaving.value = false;
    }
  };

  useEffect(() => {
    if (draft.delivery.state !== 'refused') return;
    alert(plural('problems', refused.size));
    showProblems();
  }, [draft.delivery]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void save();
    }
    if (
      event.key === 'Escape' &&
      !event.defaultPrevented &&
      !document.querySelector('[aria-expanded="true"], dialog[open]')
    ) {
      announce(text('draft_kept'));
      goBack({ screen: 'orders' });
    }
  };

  return (
    <form
      ref={element}
      noValidate
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {selection && (
        <details class="section" open>
          <summary>{text('from_page')}</summary>
          <blockquote class="selection">{selection}</blockquote>
        </details>
      )}
      {draft.delivery.state === 'overtaken' && <Conflict draft={draft} delivery={draft.delivery} />}
      {notice && (
        <p class="notice bad form-notice" tabIndex={-1}>
          {notice}
        </p>
      )}
      <ItemsSection form={form} change={change} problems={problems} hasFocus={!draft.base} />
      <section class="section">
        <h2>{text('details')}</h2>
        <div class="pair">
          <TextField
            label={text('source_id')}
            error={problemOf('source_id', form.sourceId)}
            value={form.sourceId}
            autocomplete="off"
            onValue={(sourceId) => change({ sourceId })}
          />
          <SelectField
            label={text('status')}
            value={form.status}
            options={OrderStatus.options.map((status) => [status, statusName(status)])}
            onValue={(status) => change({ status: status as OrderStatus })}
          />
        </div>
      </section>
      {!draft.base && may('vouchers:validate') && may('redemptions:write') && (
        <CodesSection form={form} change={change} problems={problems} validation={validation} />
      )}
      <PersonSection part="customer" form={form} change={change} problems={problems} />
      <PersonSection part="referrer" form={form} change={change} problems={problems} />
      <AttributesSection form={form} change={change} problems={problems} />
      <footer class="summary">
        <div>
          <p class="quiet small">{plural('items_count', form.lines.length)}</p>
          <output class="summary-total">{totals ? <Money of={total} /> : '–'}</output>
          {totals && total < totals.amount && (
            <s class="quiet small">
              <Money of={totals.amount} />
            </s>
          )}
        </div>
        <button
          type="submit"
          class="button primary"
          aria-disabled={isSaving.value}
          disabled={!may('orders:write')}
          aria-keyshortcuts="Control+Enter Meta+Enter"
          title={text('save_keys')}
        >
          {text(isSaving.value ? 'saving' : 'save')}
        </button>
      </footer>
    </form>
  );
}

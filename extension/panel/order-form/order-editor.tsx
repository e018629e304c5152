import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { OrderStatus } from '../../../shared/orders/orders.ts';
import type { Draft, OrderForm } from '../../drafts/orders/order-draft.ts';
import { plural, text } from '../../text.ts';
import { AttributesSection } from '../attributes/attributes-section.tsx';
import { alert } from '../controls/announce.tsx';
import { failureText } from '../controls/feedback.tsx';
import { SelectField, TextField } from '../controls/field.tsx';
import { Form, focusFirstProblem, SaveButton } from '../forms/form.tsx';
import { changeForm } from '../outbox/drafts.ts';
import { can } from '../session/session.ts';
import { Money } from '../values/money.tsx';
import { statusName } from '../values/status.tsx';
import { CodesSection } from './codes-section.tsx';
import { Conflict } from './conflict.tsx';
import { ItemsSection } from './items-section.tsx';
import { PersonSection } from './person-section.tsx';
import { saveDraft } from './save-draft.ts';
import { useOrderProblems } from './use-order-problems.ts';
import { useValidation } from './use-validation.ts';
import './order-form.css';

/** The steps of an order on one form. What is typed is stored as it is typed. */
export function OrderEditor({ draft }: { draft: Draft }) {
  const { form, selection } = draft;
  const problems = useOrderProblems(draft);
  const { problemOf, live, refused, totals, isTried } = problems;
  const isSaving = useSignal(false);
  const failure = useSignal('');
  const notice = failure.value || problemOf('', JSON.stringify(form));
  const validation = useValidation(form.codes, problems.order);
  const total = validation.data?.order?.total_amount ?? totals?.totalAmount ?? 0;
  const element = useRef<HTMLFormElement>(null);
  const change = (next: Partial<OrderForm>) => changeForm(draft.id, next);

  const save = async () => {
    if (isSaving.peek()) return;
    isTried.value = true;
    if (live.size > 0) {
      alert(plural('problems', live.size));
      focusFirstProblem(element);
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
    focusFirstProblem(element);
  }, [draft.delivery]);

  return (
    <Form formRef={element} up={{ screen: 'orders' }} save={save}>
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
      {!draft.base && can('vouchers:validate') && can('redemptions:write') && (
        <CodesSection form={form} change={change} problems={problems} validation={validation} />
      )}
      <PersonSection part="customer" form={form} change={change} problems={problems} />
      <PersonSection part="referrer" form={form} change={change} problems={problems} />
      <AttributesSection
        resource="order"
        attributes={form.attributes}
        onAttributes={(attributes) => change({ attributes })}
        problemOf={problemOf}
      />
      <footer class="summary">
        <div>
          <p class="quiet small">{plural('items_count', form.lines.length)}</p>
          <output class="summary-total">{totals ? <Money amount={total} /> : '–'}</output>
          {totals && total < totals.amount && (
            <s class="quiet small">
              <Money amount={totals.amount} />
            </s>
          )}
        </div>
        <SaveButton isSaving={isSaving.value} isAllowed={can('orders:write')} />
      </footer>
    </Form>
  );
}

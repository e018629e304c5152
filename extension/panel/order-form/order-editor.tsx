import { useRef } from 'preact/hooks';
import { OrderStatus } from '../../../shared/orders/orders.ts';
import type { OrderDraft, OrderForm } from '../../drafts/orders/order-draft.ts';
import { orderDraftStore } from '../../drafts/orders/order-draft-store.ts';
import { plural, text } from '../../text.ts';
import { AttributesSection } from '../attributes/attributes-section.tsx';
import { SelectField, TextField } from '../controls/field.tsx';
import { Form, SaveButton } from '../forms/form.tsx';
import { useSaving } from '../forms/use-saving.ts';
import { can } from '../session/session.ts';
import { Money } from '../values/money.tsx';
import { statusName } from '../values/status.tsx';
import { CodesSection } from './codes-section.tsx';
import { ItemsSection } from './items-section.tsx';
import { OrderConflict } from './order-conflict.tsx';
import { PersonSection } from './person-section.tsx';
import { saveOrder } from './save-order.ts';
import { useOrderProblems } from './use-order-problems.ts';
import { useValidation } from './use-validation.ts';
import './order-form.css';

/** The steps of an order on one form. What is typed is stored as it is typed. */
export function OrderEditor({ draft }: { draft: OrderDraft }) {
  const { form, selection } = draft;
  const problems = useOrderProblems(draft);
  const { problemOf, live, refused, totals, isTried } = problems;
  const validation = useValidation(form.codes, problems.order);
  const total = validation.data?.order?.total_amount ?? totals?.totalAmount ?? 0;
  const element = useRef<HTMLFormElement>(null);
  const change = (next: Partial<OrderForm>) => orderDraftStore.changeForm(draft.id, next);
  const { isSaving, failure, save } = useSaving({
    form: element,
    problems: live.size,
    refusals: refused.size,
    delivery: draft.delivery,
    onTry: () => {
      isTried.value = true;
    },
    save: () => saveOrder(draft),
  });
  const notice = failure.value || problemOf('', JSON.stringify(form));

  return (
    <Form formRef={element} up={{ screen: 'orders' }} save={save}>
      {selection && (
        <details class="section" open>
          <summary>{text('from_page')}</summary>
          <blockquote class="selection">{selection}</blockquote>
        </details>
      )}
      <OrderConflict draft={draft} />
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

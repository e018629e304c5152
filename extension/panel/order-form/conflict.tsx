import { useEffect, useRef } from 'preact/hooks';
import type { Delivery, Draft } from '../../drafts/draft.ts';
import { bodyOf } from '../../drafts/order-of-draft.ts';
import { text } from '../../text.ts';
import { alert } from '../announce.tsx';
import { changeDraft, discardDraft } from '../drafts.ts';
import { fieldName, showField } from '../order/field-name.ts';
import { ordersChanged } from '../order/use-order.ts';
import { goInstead } from '../route.ts';
import { currency } from '../session.ts';
import { saveDraft } from './save-draft.ts';

interface Conflict {
  draft: Draft;
  delivery: Extract<Delivery, { state: 'overtaken' }>;
}

/** Each field that the user has changed, as the user and as the server has it now; metadata by its keys. */
function fieldsOf(
  body: Record<string, unknown>,
  order: Record<string, unknown>,
): [string, unknown, unknown][] {
  const { metadata = {}, ...others } = body as { metadata?: Record<string, unknown> };
  const stored = (order.metadata ?? {}) as Record<string, unknown>;
  return [
    ...Object.entries(others).map(([name, mine]): [string, unknown, unknown] => [name, mine, order[name]]),
    ...Object.entries(metadata).map(([key, mine]): [string, unknown, unknown] => [
      `metadata.${key}`,
      mine,
      stored[key],
    ]),
  ];
}

const show = (field: string, value: unknown): string =>
  field === 'items' && Array.isArray(value)
    ? value
        .map(
          ({ quantity, product, sku, source_id }) =>
            `${quantity} × ${product?.name ?? sku?.sku ?? source_id ?? '–'}`,
        )
        .join(', ')
    : showField(field, value);

/** A change made elsewhere since the form was opened: both versions, and the choice between them. Nothing was overwritten. */
export function Conflict({ draft, delivery }: Conflict) {
  const { theirs, etag } = delivery;
  const fields = fieldsOf(bodyOf(draft, currency.value), theirs);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    alert(text('conflict_title'));
    title.current?.focus();
  }, [delivery]);
  const keepTheirs = async () => {
    await discardDraft(draft.id);
    goInstead({ screen: 'order', id: draft.id });
    await ordersChanged();
  };
  const keepMine = async () => {
    if (!draft.base) return;
    // What the user has changed is sent again, on top of the order as it is now.
    const base = { order: theirs, form: draft.base.form, ...(etag && { etag }) };
    await changeDraft(draft.id, { base, delivery: { state: 'open' } });
    await saveDraft({ ...draft, base });
  };
  return (
    <section class="section conflict" role="group" aria-labelledby="conflict-title">
      <h2 id="conflict-title" ref={title} tabIndex={-1}>
        {text('conflict_title')}
      </h2>
      <p>{text('conflict_what')}</p>
      <table class="versions">
        <thead>
          <tr>
            <th scope="col">{text('field')}</th>
            <th scope="col">{text('yours')}</th>
            <th scope="col">{text('theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map(([field, mine, other]) => (
            <tr key={field}>
              <th scope="row">{fieldName(field)}</th>
              <td>{show(field, mine)}</td>
              <td>{show(field, other)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div class="row">
        <button type="button" class="button" onClick={keepMine}>
          {text('keep_mine')}
        </button>
        <button type="button" class="button" onClick={keepTheirs}>
          {text('keep_theirs')}
        </button>
      </div>
    </section>
  );
}

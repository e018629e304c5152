import type { Delivery, Draft } from '../../drafts/orders/order-draft.ts';
import { bodyOf } from '../../drafts/orders/order-of-draft.ts';
import { lineName } from '../../names.ts';
import { text } from '../../text.ts';
import { changedFields } from '../forms/changed-fields.ts';
import { Versions } from '../forms/versions.tsx';
import { goInstead } from '../navigation/route.ts';
import { changeDraft, discardDraft } from '../outbox/drafts.ts';
import { refreshAll } from '../session/query.ts';
import { currency } from '../session/session.ts';
import { fieldName, showField } from '../values/field-name.ts';
import { saveDraft } from './save-draft.ts';

interface ConflictProps {
  draft: Draft;
  delivery: Extract<Delivery, { state: 'overtaken' }>;
}

const show = (field: string, value: unknown): string =>
  field === 'items' && Array.isArray(value)
    ? value.map((item) => `${item.quantity} × ${lineName(item) || '–'}`).join(', ')
    : showField(field, value);

/** What the user has changed of an order, beside what was made of it elsewhere meanwhile. */
export function Conflict({ draft, delivery }: ConflictProps) {
  const { theirs, etag } = delivery;
  const fields = changedFields(bodyOf(draft, currency.value), theirs);
  const keepTheirs = async () => {
    await discardDraft(draft.id);
    goInstead({ screen: 'order', id: draft.id });
    await refreshAll();
  };
  const keepMine = async () => {
    if (!draft.base) return;
    // What the user has changed is sent again, on top of the order as it is now.
    const base = { order: theirs, form: draft.base.form, ...(etag && { etag }) };
    await changeDraft(draft.id, { base, delivery: { state: 'open' } });
    await saveDraft({ ...draft, base });
  };
  return (
    <Versions
      title={text('conflict_title')}
      fields={fields.map(([field, mine, other]) => [fieldName(field), show(field, mine), show(field, other)])}
      onKeepMine={keepMine}
      onKeepTheirs={keepTheirs}
    />
  );
}

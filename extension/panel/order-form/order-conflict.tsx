import { emptyForm, type OrderDraft } from '../../drafts/orders/order-draft.ts';
import { bodyOf } from '../../drafts/orders/order-of-draft.ts';
import { lineName } from '../../names.ts';
import { text } from '../../text.ts';
import { Conflict } from '../outbox/conflict.tsx';
import { orderOutbox } from '../outbox/order-outbox.ts';
import { currency } from '../session/session.ts';
import { showField } from '../values/field-name.ts';
import { saveOrder } from './save-order.ts';

const show = (field: string, value: unknown): string =>
  field === 'items' && Array.isArray(value)
    ? value.map((item) => `${item.quantity} × ${lineName(item) || '–'}`).join(', ')
    : showField(field, value);

/** What the user has changed of an order, beside what was made of it elsewhere meanwhile. */
export const OrderConflict = ({ draft }: { draft: OrderDraft }) => (
  <Conflict
    title={text('conflict_title')}
    kind={orderOutbox}
    draft={draft}
    change={bodyOf(draft, currency.value)}
    emptyForm={emptyForm}
    show={show}
    save={saveOrder}
  />
);

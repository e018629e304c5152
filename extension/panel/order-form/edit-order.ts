import type { Order } from '../../../shared/orders/orders.ts';
import { toForm } from '../../drafts/orders/form-of-order.ts';
import { orderDraftStore } from '../../drafts/orders/order-draft-store.ts';
import { baseOf } from '../../drafts/store/send-draft.ts';
import { readSchema } from '../attributes/metadata-schema.ts';
import { go } from '../navigation/route.ts';
import { connection, currency } from '../session/session.ts';

/** Opens the form on an order; a change of it that was begun before goes on. */
export async function editOrder(order: Order, etag: string | undefined): Promise<void> {
  // Drafts may not have been read yet.
  const begun = await orderDraftStore.find(order.id);
  if (begun) orderDraftStore.hold(begun);
  else {
    const form = toForm(order, currency.peek(), await readSchema('order'));
    orderDraftStore.hold({
      id: order.id,
      server: connection.peek()?.url ?? '',
      base: baseOf({ data: order, etag }, form),
      form,
      changedAt: Date.now(),
      delivery: { state: 'open' },
    });
  }
  go({ screen: 'draft', id: order.id });
}

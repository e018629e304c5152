import type { Order } from '../../../shared/orders/orders.ts';
import { toForm } from '../../drafts/orders/form-of-order.ts';
import { readDraft } from '../../drafts/orders/order-draft-storage.ts';
import { readSchema } from '../attributes/metadata-schema.ts';
import { go } from '../navigation/route.ts';
import { draftsById } from '../outbox/draft-list.ts';
import { holdDraft } from '../outbox/drafts.ts';
import { connection, currency } from '../session/session.ts';

/** Opens the form on an order; a change of it that was begun before goes on. */
export async function editOrder(order: Order, etag: string | undefined): Promise<void> {
  // Drafts may not have been read yet.
  const begun = draftsById.peek()?.get(order.id) ?? (await readDraft(order.id));
  if (begun) holdDraft(begun);
  else {
    const form = toForm(order, currency.peek(), await readSchema('order'));
    holdDraft({
      id: order.id,
      server: connection.peek()?.url ?? '',
      base: { order, form, ...(etag && { etag }) },
      form,
      changedAt: Date.now(),
      delivery: { state: 'open' },
    });
  }
  go({ screen: 'draft', id: order.id });
}

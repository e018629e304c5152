import type { Order } from '../../../shared/orders/orders.ts';
import { readDraft } from '../../drafts/draft-storage.ts';
import { toForm } from '../../drafts/form-of-order.ts';
import { draftsById } from '../draft-list.ts';
import { holdDraft } from '../drafts.ts';
import { readSchema } from '../metadata-schema.ts';
import { go } from '../route.ts';
import { connection, currency } from '../session.ts';

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

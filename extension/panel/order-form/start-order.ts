import type { OrderForm } from '../../drafts/orders/order-draft.ts';
import { go } from '../navigation/route.ts';

/** Opens the form on a new order, of which this much is known. */
export async function startOrder(form: Partial<OrderForm> = {}): Promise<void> {
  const { beginDraft } = await import('../outbox/drafts.ts');
  go({ screen: 'draft', id: beginDraft(form).id });
}

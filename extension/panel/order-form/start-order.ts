import type { OrderForm } from '../../drafts/orders/order-draft.ts';
import { go } from '../navigation/route.ts';
import { connection } from '../session/session.ts';

/** Opens the form on a new order, of which this much is known, and the text on a page that says so. */
export async function startOrder(form: Partial<OrderForm> = {}, selection?: string): Promise<void> {
  const { beginOrder } = await import('../../drafts/orders/begin-order.ts');
  go({ screen: 'draft', id: beginOrder(connection.peek()?.url ?? '', form, selection).id });
}

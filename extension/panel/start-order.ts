import type { OrderForm } from '../drafts/draft.ts';
import { go } from './route.ts';

/** Opens the form on a new order, of which this much is known. */
export async function startOrder(form: Partial<OrderForm> = {}): Promise<void> {
  const { beginDraft } = await import('./drafts.ts');
  go({ screen: 'draft', id: beginDraft(form).id });
}

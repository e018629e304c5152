import { draftList } from '../store/draft-list.ts';
import type { OrderDraft } from './order-draft.ts';

/** The drafts of orders in this window. The first screen needs no more of them than that. */
export const orderDrafts = draftList<OrderDraft>();

import { DraftStore } from '../store/draft-store.ts';
import { orderDraftStorage } from './order-draft-storage.ts';
import { orderDrafts } from './order-drafts.ts';

export const orderDraftStore = new DraftStore(orderDraftStorage, orderDrafts);

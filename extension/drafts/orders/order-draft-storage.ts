import { draftStorage } from '../store/draft-storage.ts';
import { OrderDraft } from './order-draft.ts';

export const orderDraftStorage = draftStorage('draft:', OrderDraft);

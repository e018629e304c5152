import { draftStorage } from '../store/draft-storage.ts';
import { CustomerDraft } from './customer-draft.ts';

export const customerDraftStorage = draftStorage('customer-draft:', CustomerDraft);

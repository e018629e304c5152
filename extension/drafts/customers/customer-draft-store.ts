import { DraftStore } from '../store/draft-store.ts';
import { isTouched } from './customer-draft.ts';
import { customerDraftStorage } from './customer-draft-storage.ts';
import { customerDrafts } from './customer-drafts.ts';

export const customerDraftStore = new DraftStore(customerDraftStorage, customerDrafts, isTouched);

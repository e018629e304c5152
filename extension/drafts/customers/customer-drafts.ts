import { draftList } from '../store/draft-list.ts';
import type { CustomerDraft } from './customer-draft.ts';

/** The drafts of customers in this window. The first screen needs no more of them than that. */
export const customerDrafts = draftList<CustomerDraft>();

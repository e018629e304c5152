import { customerOutbox } from './customer-outbox.ts';
import { DraftEntries } from './draft-entries.tsx';

/** The customers that are not with the server yet. */
export const CustomerDrafts = () => <DraftEntries kind={customerOutbox} />;

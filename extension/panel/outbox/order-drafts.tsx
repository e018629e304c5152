import { DraftEntries } from './draft-entries.tsx';
import { orderOutbox } from './order-outbox.ts';

/** The orders that are not with the server yet. */
export const OrderDrafts = () => <DraftEntries kind={orderOutbox} />;

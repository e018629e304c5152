import { onStored, readAllStored, readStored, removeStored, writeStored } from '../../browser.ts';
import { CustomerDraft } from './customer-draft.ts';

const PREFIX = 'customer-form:';

/** A server has one draft of each customer, and one of a new customer. */
const keyOf = (server: string, id: string | undefined) => `${PREFIX}${server} ${id ?? 'new'}`;
const keyOfDraft = ({ server, id, base }: CustomerDraft) => keyOf(server, base ? id : undefined);

const parse = (stored: unknown): CustomerDraft | undefined => CustomerDraft.safeParse(stored).data;

/** The draft of a change of this customer, without an id that of a new one. */
export const readCustomerDraft = async (
  server: string,
  id: string | undefined,
): Promise<CustomerDraft | undefined> => parse(await readStored('local', keyOf(server, id)));

/** All drafts for a server, the one changed last first. */
export async function readCustomerDrafts(server: string): Promise<CustomerDraft[]> {
  const stored = [...(await readAllStored('local', `${PREFIX}${server} `)).values()];
  return stored.flatMap((value) => parse(value) ?? []).sort((a, b) => b.changedAt - a.changedAt);
}

/** Resolves once the draft would survive the browser's end. */
export const storeCustomerDraft = (draft: CustomerDraft): Promise<void> =>
  writeStored('local', keyOfDraft(draft), draft);

export const removeCustomerDraft = (draft: CustomerDraft): Promise<void> =>
  removeStored('local', keyOfDraft(draft));

/** Calls back whenever a draft is stored or removed, by whichever window; answers how to stop. */
export const onCustomerDrafts = (callback: () => void): (() => void) =>
  onStored('local', (key) => {
    if (key.startsWith(PREFIX)) callback();
  });

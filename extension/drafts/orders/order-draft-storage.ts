import { onStored, readAllStored, readStored, removeStored, writeStored } from '../../browser.ts';
import { Draft } from './order-draft.ts';

const PREFIX = 'draft:';
const keyOf = (id: string) => PREFIX + id;

/** A stored draft. One that an older version has stored in a way that is not understood any more stays where it is. */
const parseDraft = (stored: unknown): Draft | undefined => Draft.safeParse(stored).data;

export const readDraft = async (id: string): Promise<Draft | undefined> =>
  parseDraft(await readStored('local', keyOf(id)));

/** All drafts, the one changed last first. */
export async function readDrafts(): Promise<Draft[]> {
  const stored = [...(await readAllStored('local', PREFIX)).values()];
  return stored.flatMap((value) => parseDraft(value) ?? []).sort((a, b) => b.changedAt - a.changedAt);
}

/** Resolves once the draft would survive the browser's end. */
export const storeDraft = (draft: Draft): Promise<void> => writeStored('local', keyOf(draft.id), draft);

export const removeDraft = (id: string): Promise<void> => removeStored('local', keyOf(id));

/** Calls back whenever a draft is stored or removed, by whichever window; answers how to stop. */
export const onDrafts = (callback: (id: string, draft: Draft | undefined) => void): (() => void) =>
  onStored('local', (key, value) => {
    if (key.startsWith(PREFIX)) callback(key.slice(PREFIX.length), parseDraft(value));
  });

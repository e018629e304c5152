import type * as z from 'zod';
import { onStored, readAllStored, readStored, removeStored, writeStored } from '../../browser.ts';
import type { AnyDraft } from './draft.ts';

/**
 * The drafts of one resource in the browser's storage, which every window and the background script share.
 */
export interface DraftStorage<Draft extends AnyDraft> {
  read(id: string): Promise<Draft | undefined>;
  /** All drafts, the one changed last first. */
  readAll(): Promise<Draft[]>;
  /** Resolves once the draft would survive the browser's end. */
  store(draft: Draft): Promise<void>;
  remove(id: string): Promise<void>;
  /** Calls back whenever a draft is stored or removed, by whichever window; answers how to stop. */
  onChange(callback: (id: string, draft: Draft | undefined) => void): () => void;
}

/** @param prefix begins the keys of this resource's drafts */
export function draftStorage<Draft extends AnyDraft>(
  prefix: string,
  schema: z.ZodType<Draft>,
): DraftStorage<Draft> {
  const keyOf = (id: string) => prefix + id;
  // One that an older version has stored in a way that is not understood any more stays where it is.
  const parse = (stored: unknown): Draft | undefined => schema.safeParse(stored).data;
  return {
    read: async (id) => parse(await readStored('local', keyOf(id))),
    readAll: async () => {
      const stored = [...(await readAllStored('local', prefix)).values()];
      return stored.flatMap((value) => parse(value) ?? []).sort((a, b) => b.changedAt - a.changedAt);
    },
    store: (draft) => writeStored('local', keyOf(draft.id), draft),
    remove: (id) => removeStored('local', keyOf(id)),
    onChange: (callback) =>
      onStored('local', (key, value) => {
        if (key.startsWith(prefix)) callback(key.slice(prefix.length), parse(value));
      }),
  };
}

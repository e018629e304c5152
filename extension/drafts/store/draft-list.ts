import { type Signal, signal } from '@preact/signals';

/**
 * The drafts of a resource by id, as this window has them; undefined until they are read, which does not
 * delay the first screen.
 */
export type DraftList<Draft> = Signal<ReadonlyMap<string, Draft> | undefined>;

export const draftList = <Draft>(): DraftList<Draft> => signal(undefined);

/** The drafts for a server, the one changed last first. */
export const draftsFor = <Draft extends { server: string; changedAt: number }>(
  list: DraftList<Draft>,
  server: string | undefined,
): Draft[] =>
  [...(list.value?.values() ?? [])]
    .filter((draft) => draft.server === server)
    .sort((a, b) => b.changedAt - a.changedAt);

import { computed, signal } from '@preact/signals';
import type { Draft } from '../../drafts/orders/order-draft.ts';
import { connection } from '../session/session.ts';

/** All drafts by id; undefined until they are read, which does not delay the first screen. */
export const draftsById = signal<ReadonlyMap<string, Draft> | undefined>(undefined);

/** The drafts for the present server, the one changed last first. */
export const drafts = computed(() =>
  [...(draftsById.value?.values() ?? [])]
    .filter(({ server }) => server === connection.value?.url)
    .sort((a, b) => b.changedAt - a.changedAt),
);

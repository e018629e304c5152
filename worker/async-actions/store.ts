import { sql } from 'drizzle-orm';
import type { AsyncActionType, ListAsyncActionsQuery } from '../../shared/async-actions.ts';
import { compile } from '../database.ts';
import { defineList, type Narrowing } from '../lists/define-list.ts';
import { fieldsOf } from '../lists/filter-columns.ts';
import { sortBy } from '../lists/pagination.ts';
import { dateShortcuts } from '../lists/shortcuts.ts';
import { columnsOf } from '../sql/row-columns.ts';
import { actionFailures, asyncActions } from '../tables/async-actions.ts';

/** An action as it is stored. */
export type ActionRow = Omit<typeof asyncActions.$inferSelect, 'seq'>;

/** A row that has failed, as it is stored; `errors` is JSON. */
export type FailureRow = Omit<typeof actionFailures.$inferSelect, 'actionId'>;

const { selected } = columnsOf<ActionRow>(asyncActions, ['seq'], []);
const { selected: failureColumns } = columnsOf<FailureRow>(actionFailures, ['actionId'], []);

/** A failed row without what was sent. */
export type FailureReason = Omit<FailureRow, 'row' | 'text'>;
const { selected: reasonColumns } = columnsOf<FailureReason>(actionFailures, ['actionId', 'row', 'text'], []);

const ID = sql.placeholder('id');

/** An action that was accepted. */
export const actionById = compile<{ id: string }, ActionRow>(
  sql`SELECT ${selected} FROM async_actions WHERE id = ${ID} AND accepted_at IS NOT NULL`,
);

/** Why the first rows of an action have failed. */
export const firstFailures = compile<{ id: string; limit: number }, FailureReason>(
  sql`SELECT ${reasonColumns} FROM action_failures WHERE action_id = ${ID} ORDER BY line LIMIT ${sql.placeholder('limit')}`,
);

/** The failed rows of an action after a line, in order. */
export const failuresAfter = compile<{ id: string; line: number; limit: number }, FailureRow>(
  sql`SELECT ${failureColumns} FROM action_failures WHERE action_id = ${ID} AND line > ${sql.placeholder('line')}
    ORDER BY line LIMIT ${sql.placeholder('limit')}`,
);

const { plain } = fieldsOf('async_actions');

/** Narrowed by `visibleTo`. */
export const actionList = defineList<ActionRow, ListAsyncActionsQuery>({
  table: 'async_actions',
  select: selected,
  columns: { created_at: plain('created_at') },
  shortcuts: ({ end_date }) => dateShortcuts('created_at', { end_date }),
  sorts: { created_at: sortBy('seq') },
  total: 'counted',
});

/** Which actions a key sees: its own, and those of types that it may read the resource of. */
export interface Visibility {
  keyId: string;
  types: readonly AsyncActionType[];
}

/** Narrows the list to the actions that a key sees. */
export const visibleTo = ({ keyId, types }: Visibility): Narrowing => ({
  where: [
    sql`async_actions.accepted_at IS NOT NULL AND (async_actions.created_by = ${keyId}
      OR async_actions.type IN (SELECT value FROM json_each(${JSON.stringify(types)})))`,
  ],
});

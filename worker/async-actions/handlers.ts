import { AsyncActionType, type ListAsyncActionsQuery } from '../../shared/async-actions.ts';
import { FAILURES_SHOWN } from '../../shared/limits.ts';
import type { Database } from '../database.ts';
import type { Context } from '../http/context.ts';
import { logError, notFound } from '../http/errors.ts';
import { file, json } from '../http/response.ts';
import { readList } from '../lists/read-list.ts';
import type { ActionTypes } from './action-type.ts';
import { toAsyncAction, toBase, toFailureLine } from './serializer.ts';
import {
  type ActionRow,
  actionById,
  actionList,
  failuresAfter,
  firstFailures,
  type Visibility,
  visibleTo,
} from './store.ts';

/** How many failed rows are read at once: so many as make a megabyte, by the measure of those before. */
const FIRST_FAILURES = 10;
const MAX_FAILURES = 500;
const PAGE_LENGTH = 1_000_000;

/** What a key sees: the actions that it asked for, and those that write what it may read. */
const visibilityOf = ({ caller }: Context<unknown>, types: ActionTypes): Visibility => ({
  keyId: caller.keyId,
  types: AsyncActionType.options.filter((name) => caller.scopes.includes(types[name].readScope)),
});

function requireVisible(
  context: Context<unknown>,
  types: ActionTypes,
  action: ActionRow | undefined,
): ActionRow {
  const visible = visibilityOf(context, types);
  if (action && (action.createdBy === visible.keyId || visible.types.includes(action.type))) return action;
  throw notFound('async_action', context.params.actionId ?? '');
}

export const getAsyncAction =
  (types: ActionTypes) =>
  async (context: Context): Promise<Response> => {
    const { actionId: id = '' } = context.params;
    const { found, failures } = await context.database.batch({
      found: actionById({ id }),
      failures: firstFailures({ id, limit: FAILURES_SHOWN }),
    });
    const action = requireVisible(context, types, found[0]);
    const report = `${new URL(context.request.url).origin}/v1/async-actions/${action.id}/failures`;
    return json(toAsyncAction(action, failures, { type: types[action.type], now: Date.now(), report }));
  };

export const getAsyncActions =
  (types: ActionTypes) =>
  async (context: Context<ListAsyncActionsQuery>): Promise<Response> => {
    const { query, database } = context;
    const now = Date.now();
    const narrowing = visibleTo(visibilityOf(context, types));
    const { items, paging } = await readList(database, query, actionList, { narrowing, now });
    return json({
      ...paging,
      data_ref: 'async_actions',
      async_actions: items.map((row) => toBase(row, now)),
    });
  };

async function* failureLines(database: Database, id: string, requestId: string): AsyncGenerator<string> {
  try {
    let line = 0;
    for (let limit = FIRST_FAILURES; ; ) {
      const [failures] = await database.batch([failuresAfter({ id, line, limit })]);
      const text = failures.map(toFailureLine).join('');
      if (text !== '') yield text;
      if (failures.length < limit) return;
      line = failures.at(-1)?.line ?? line;
      limit = Math.min(MAX_FAILURES, limit * 8, Math.ceil((limit * PAGE_LENGTH) / text.length));
    }
  } catch (error) {
    logError(error, requestId);
    throw error;
  }
}

/** All rows that have failed so far, as NDJSON. */
export const getFailures =
  (types: ActionTypes) =>
  async (context: Context): Promise<Response> => {
    const { database, requestId, params } = context;
    const found = await database.first(actionById({ id: params.actionId ?? '' }));
    const { id } = requireVisible(context, types, found);
    return file('ndjson', failureLines(database, id, requestId), `${id}-failures.ndjson`);
  };

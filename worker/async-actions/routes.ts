import * as z from 'zod';
import { AsyncAction, AsyncActionList, ListAsyncActionsQuery } from '../../shared/async-actions.ts';
import { type Route, route } from '../http/route.ts';
import type { ActionTypes } from './action-type.ts';
import { getAsyncAction, getAsyncActions, getFailures } from './handlers.ts';

const params = z.object({ actionId: z.string() });
const tag = 'Async actions';
const scope = 'any';

/** The part of the route table about actions, of whichever types there are. */
export const asyncActionRoutes = (types: ActionTypes): readonly Route[] => [
  route({
    method: 'GET',
    path: '/v1/async-actions',
    summary: 'List asynchronous actions, newest first',
    tag,
    scope,
    query: ListAsyncActionsQuery,
    reply: AsyncActionList,
    handler: getAsyncActions(types),
  }),
  route({
    method: 'GET',
    path: '/v1/async-actions/:actionId',
    summary: 'Get how far an asynchronous action is, and what has come of it',
    tag,
    scope,
    params,
    reply: AsyncAction,
    handler: getAsyncAction(types),
  }),
  route({
    method: 'GET',
    path: '/v1/async-actions/:actionId/failures',
    summary: 'Get the rows that have failed, to be corrected and sent again',
    tag,
    scope,
    params,
    reply: 'ndjson',
    handler: getFailures(types),
  }),
];

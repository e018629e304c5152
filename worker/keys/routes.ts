import * as z from 'zod';
import { CreateKey, KeyList, NewKey } from '../../shared/keys/keys.ts';
import { type Route, route } from '../http/route.ts';
import { createKey, deleteKey, getKeys } from './handlers.ts';

const keyParams = z.object({ keyId: z.string() });

export const keyRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/keys',
    summary: 'Create a key pair; its token is shown this once',
    tag: 'Keys',
    scope: 'keys:manage',
    body: CreateKey,
    reply: NewKey,
    handler: createKey,
  }),
  route({
    method: 'GET',
    path: '/v1/keys',
    summary: 'List key pairs, newest first',
    tag: 'Keys',
    scope: 'keys:manage',
    reply: KeyList,
    handler: getKeys,
  }),
  route({
    method: 'DELETE',
    path: '/v1/keys/:keyId',
    summary: 'Revoke a key pair',
    tag: 'Keys',
    scope: 'keys:manage',
    params: keyParams,
    reply: null,
    handler: deleteKey,
  }),
];

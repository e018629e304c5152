import type { CreateKey } from '../../shared/keys/keys.ts';
import type { Context } from '../http/context.ts';
import { notFound } from '../http/errors.ts';
import { empty, json } from '../http/response.ts';
import { forgetKey } from './authenticate.ts';
import { newKey } from './new-key.ts';
import { toKey } from './serializer.ts';
import { allKeys, insertKey, revokeKey } from './store.ts';

/** Makes a key pair; the reply is the only place its token ever appears. */
export async function createKey({ body, database }: Context<unknown, CreateKey>): Promise<Response> {
  const { row, token } = await newKey(body, Date.now());
  await database.batch([insertKey(row)]);
  return json({ ...toKey(row), app_token: token });
}

export async function getKeys({ database }: Context): Promise<Response> {
  const [rows] = await database.batch([allKeys({})]);
  return json({ object: 'list', data_ref: 'keys', keys: rows.map(toKey), total: rows.length });
}

/** Revokes a key, here at once; other isolates notice when their cached copy expires. */
export async function deleteKey({ params, database }: Context): Promise<Response> {
  const { keyId = '' } = params;
  const revoked = await database.first(revokeKey({ id: keyId, at: Date.now() }));
  if (!revoked) throw notFound('key', keyId);
  forgetKey(revoked.appId);
  return empty();
}

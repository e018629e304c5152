import { roleScopes, type Scope } from '../../shared/keys/roles.ts';
import type { Database } from '../database.ts';
import { sha256 } from '../digest.ts';
import type { Environment } from '../environment.ts';
import type { Caller } from '../http/context.ts';
import { ApiError } from '../http/errors.ts';
import { requireScope } from '../http/require-scope.ts';
import { isolateCache } from '../isolate-cache.ts';
import { type KeyRow, keyByAppId } from './store.ts';

const MAX_CACHED_KEYS = 1000;

const cachedKeys = new Map<string, { row: KeyRow; expiresAt: number }>();

async function findKey(database: Database, appId: string): Promise<KeyRow | undefined> {
  const cached = cachedKeys.get(appId);
  if (cached && cached.expiresAt > Date.now()) return cached.row;
  cachedKeys.delete(appId);
  const row = await database.first(keyByAppId({ appId }));
  if (!row) return undefined;
  if (cachedKeys.size >= MAX_CACHED_KEYS) cachedKeys.clear();
  cachedKeys.set(appId, { row, expiresAt: Date.now() + isolateCache.ttl });
  return row;
}

/** Drops this isolate's copy of a key that was revoked. */
export const forgetKey = (appId: string): boolean => cachedKeys.delete(appId);

const isSame = (a: string, b: string): boolean => {
  const encoder = new TextEncoder();
  const [left, right] = [encoder.encode(a), encoder.encode(b)];
  return left.byteLength === right.byteLength && crypto.subtle.timingSafeEqual(left, right);
};

/**
 * Who asks, by `X-App-Id` and `X-App-Token`.
 * @throws ApiError unauthorized: the same for a missing, unknown, wrong or revoked key
 */
export async function authenticate(request: Request, database: Database): Promise<Caller> {
  const appId = request.headers.get('X-App-Id');
  const token = request.headers.get('X-App-Token');
  const row = appId && token ? await findKey(database, appId) : undefined;
  if (!row || row.revokedAt !== null || !isSame(await sha256(token ?? ''), row.tokenHash)) {
    throw new ApiError('unauthorized', { details: 'Send a valid key pair in X-App-Id and X-App-Token.' });
  }
  return { keyId: row.id, appId: row.appId, name: row.name, role: row.role, scopes: roleScopes[row.role] };
}

/** @throws ApiError missing_scope, too_many_requests */
export async function authorize(
  caller: Caller,
  scope: Scope | 'any',
  environment: Environment,
): Promise<void> {
  if (scope !== 'any') requireScope(caller, scope, 'This');
  const limit = await environment.rateLimiter?.limit({ key: caller.appId });
  if (limit && !limit.success) {
    throw new ApiError('too_many_requests', {
      details: 'This key has used up its requests for this minute.',
      headers: { 'Retry-After': '60' },
    });
  }
}

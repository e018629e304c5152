import type { Key } from '../../shared/keys/keys.ts';
import { roleScopes } from '../../shared/keys/roles.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { KeyRow } from './store.ts';

export const toKey = (row: KeyRow): Key => ({
  id: row.id,
  object: 'key',
  app_id: row.appId,
  name: row.name,
  role: row.role,
  scopes: [...roleScopes[row.role]],
  created_at: formatTimestamp(row.createdAt),
  revoked_at: row.revokedAt === null ? null : formatTimestamp(row.revokedAt),
});

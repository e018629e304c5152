import { sql } from 'drizzle-orm';
import { compile } from '../database.ts';
import { keys } from '../tables/keys.ts';

export type KeyRow = Omit<typeof keys.$inferSelect, 'seq'>;

const selected = sql`id, app_id AS "appId", token_hash AS "tokenHash", role, name,
  created_at AS "createdAt", revoked_at AS "revokedAt"`;

/** The key of an app id, revoked ones included. */
export const keyByAppId = compile<{ appId: string }, KeyRow>(
  sql`SELECT ${selected} FROM ${keys} WHERE app_id = ${sql.placeholder('appId')}`,
);

export const allKeys = compile<Record<never, never>, KeyRow>(
  sql`SELECT ${selected} FROM ${keys} ORDER BY seq DESC`,
);

export const insertKey = compile<Omit<KeyRow, 'revokedAt'>, KeyRow>(
  sql`INSERT INTO keys (id, app_id, token_hash, role, name, created_at)
    VALUES (${sql.placeholder('id')}, ${sql.placeholder('appId')}, ${sql.placeholder('tokenHash')},
      ${sql.placeholder('role')}, ${sql.placeholder('name')}, ${sql.placeholder('createdAt')})
    RETURNING ${selected}`,
);

/** Revokes once: a key revoked earlier keeps its time. */
export const revokeKey = compile<{ id: string; at: number }, { appId: string }>(
  sql`UPDATE keys SET revoked_at = coalesce(revoked_at, ${sql.placeholder('at')})
    WHERE id = ${sql.placeholder('id')} RETURNING app_id AS "appId"`,
);

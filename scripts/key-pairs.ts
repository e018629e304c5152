import { CreateKey } from '../shared/keys/keys.ts';
import type { Role } from '../shared/keys/roles.ts';
import { newKey } from '../worker/keys/new-key.ts';
import { type Database, withDatabase } from './local/database.ts';

/** A new key pair, as it is shown once. */
export interface KeyPair {
  id: string;
  app_id: string;
  app_token: string;
  role: Role;
  name: string;
}

/** The headers by which a request says whose it is. */
export const keyHeaders = (key: KeyPair): Record<string, string> => ({
  'X-App-Id': key.app_id,
  'X-App-Token': key.app_token,
});

/** A stored key pair; times are ISO 8601. */
export interface StoredKey {
  id: string;
  app_id: string;
  role: Role;
  name: string;
  created_at: string;
  revoked_at: string | null;
}

/** A text in hex: wrangler drops words such as COMMIT; even from within quotes. */
const quote = (value: string): string => `CAST(x'${Buffer.from(value).toString('hex')}' AS TEXT)`;
const iso = (column: string): string =>
  `strftime('%Y-%m-%dT%H:%M:%SZ', ${column} / 1000, 'unixepoch') AS ${column}`;

/**
 * Makes and stores a key pair.
 * @throws ZodError where the name or role is not allowed
 */
export async function createKeyPair(
  database: Database,
  request: { name: string; role: string },
): Promise<KeyPair> {
  const { row, token } = await newKey(CreateKey.parse(request), Date.now());
  const values = [row.id, row.appId, row.tokenHash, row.role, row.name].map(quote).join(', ');
  await database.execute(
    `INSERT INTO keys (id, app_id, token_hash, role, name, created_at) VALUES (${values}, ${row.createdAt})`,
  );
  return { id: row.id, app_id: row.appId, app_token: token, role: row.role, name: row.name };
}

/** Makes a key pair in the database of a state folder, which is migrated first. */
export const createLocalKey = (state: string, request: { name: string; role: string }): Promise<KeyPair> =>
  withDatabase({ remote: false, state }, (database) => createKeyPair(database, request));

/** The stored key pairs, newest first; tokens are not among what is stored. */
export const listKeyPairs = (database: Database): Promise<StoredKey[]> =>
  database.execute<StoredKey>(
    `SELECT id, app_id, role, name, ${iso('created_at')}, ${iso('revoked_at')} FROM keys ORDER BY seq DESC`,
  );

/** Revokes a key pair; false if there is none of that id. */
export async function revokeKeyPair(database: Database, id: string): Promise<boolean> {
  const rows = await database.execute(
    `UPDATE keys SET revoked_at = coalesce(revoked_at, ${Date.now()}) WHERE id = ${quote(id)} RETURNING id`,
  );
  return rows.length > 0;
}

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKeyPair, type KeyPair } from '../key-pairs.ts';
import { type Database, withDatabase } from './database.ts';

/** The admin key of this state folder, made on the first run and kept in a file that only its owner reads. */
async function adminKey(database: Database, state: string): Promise<KeyPair> {
  const file = join(state, 'admin-key.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const key = await createKeyPair(database, { name: 'npm start', role: 'admin' });
  writeFileSync(file, `${JSON.stringify(key, null, 2)}\n`, { mode: 0o600 });
  return key;
}

/** What signs the URLs of exports: made on the first run, and kept as the key is. */
function exportSecret(state: string): string {
  const file = join(state, 'export-secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** What a local Worker needs beside its code. */
interface LocalState {
  /** An admin key of its database. */
  key: KeyPair;
  /** What signs the URLs of exports. */
  exportSecret: string;
}

/** Makes the folder ready for a local Worker: its database migrated, its admin key and secret made once. */
export async function prepareState(state: string): Promise<LocalState> {
  // Profiles and keys are in it: nobody else on this machine reads them.
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const key = await withDatabase({ remote: false, state }, (database) => adminKey(database, state));
  return { key, exportSecret: exportSecret(state) };
}

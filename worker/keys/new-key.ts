import type { CreateKey } from '../../shared/keys/keys.ts';
import { sha256 } from '../digest.ts';
import { newId } from '../identifiers.ts';
import type { KeyRow } from './store.ts';

const TOKEN_BYTES = 32;

/** A fresh key pair: the row to store, and the token (256 random bits, base64url), which is stored nowhere. */
export async function newKey({ name, role }: CreateKey, at: number): Promise<{ row: KeyRow; token: string }> {
  const random = crypto.getRandomValues(new Uint8Array(TOKEN_BYTES));
  const token = btoa(String.fromCharCode(...random))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  const row: KeyRow = {
    id: newId('key'),
    appId: newId('app'),
    tokenHash: await sha256(token),
    role,
    name,
    createdAt: at,
    revokedAt: null,
  };
  return { row, token };
}

import { HOUR } from '../../shared/durations.ts';
import { fromBase64Url, toBase64Url } from '../http/base64url.ts';

/** How long the URL of a file works, in milliseconds; a download that has begun goes on. */
const TOKEN_LIFE = HOUR;

const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' };

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const importKey = (secret: string, usage: 'sign' | 'verify'): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', encode(secret), ALGORITHM, false, [usage]);

/** What is signed: an export and the end of the token's life, for this purpose alone. */
const message = (exportId: string, expires: string): Uint8Array => encode(`export ${exportId} ${expires}`);

/** A token that opens one export's file until it expires: the time in milliseconds, and the signature over id and time. */
export async function signToken(secret: string, exportId: string, now: number): Promise<string> {
  const expires = String(now + TOKEN_LIFE);
  const signature = await crypto.subtle.sign(
    'HMAC',
    await importKey(secret, 'sign'),
    message(exportId, expires),
  );
  return `${expires}.${toBase64Url(new Uint8Array(signature))}`;
}

/** Whether the token was signed for this export and has not expired; the signature is compared in constant time. */
export async function isTokenValid(
  secret: string,
  exportId: string,
  token: string,
  now: number,
): Promise<boolean> {
  const [, expires = '', signed = ''] = /^(\d{1,15})\.([A-Za-z0-9_-]{43})$/.exec(token) ?? [];
  const signature = fromBase64Url(signed);
  if (!signature || expires === '') return false;
  const key = await importKey(secret, 'verify');
  const isSigned = await crypto.subtle.verify('HMAC', key, signature, message(exportId, expires));
  return isSigned && Number(expires) > now;
}

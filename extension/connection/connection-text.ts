/** What a pasted text says of a connection; empty where it says nothing. */
export interface ConnectionText {
  url: string;
  appId: string;
  appToken: string;
}

const URL_PART = /https?:\/\/[^\s"'<>,;)]+/;
const APP_ID = /\bapp_[0-7][0-9a-hjkmnp-tv-z]{25}\b/;
/** 256 random bits in base64url, as the server makes them. */
const APP_TOKEN = /(?<![\w-])[\w-]{43}(?![\w-])/;

/**
 * Finds URL, App ID and token in what was pasted: the link that the server prints, which has the key in its fragment,
 * but also a curl command or headers copied from elsewhere.
 */
export function readConnectionText(pasted: string): ConnectionText {
  const found = URL_PART.exec(pasted)?.[0] ?? '';
  const url = URL.canParse(found) ? new URL(found) : undefined;
  return {
    url: url?.origin ?? '',
    appId: APP_ID.exec(pasted)?.[0] ?? '',
    // A part of a path may look like a token.
    appToken: APP_TOKEN.exec(pasted.replace(found, url?.hash ?? ' '))?.[0] ?? '',
  };
}

/**
 * The server that a typed address means: https, or http on this very computer. Without its path, since the API begins at
 * the root. Undefined where it means none.
 */
export function readServerUrl(typed: string): URL | undefined {
  const trimmed = typed.trim();
  const withScheme = /^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(withScheme)) return undefined;
  const url = new URL(withScheme);
  const isLocal = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLocal) ? new URL(url.origin) : undefined;
}

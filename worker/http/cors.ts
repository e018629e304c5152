const EXPOSED = 'ETag, x-d1-bookmark, Idempotency-Replayed, X-Request-Id, Retry-After, Server-Timing';
const ALLOWED =
  'Content-Type, X-App-Id, X-App-Token, Idempotency-Key, If-Match, x-d1-bookmark, X-Voucherify-Channel';

/*
 * Not itty-router's `cors`: it exposes headers in a preflight only, where browsers ignore them, sends no `Vary`,
 * and allows every path the same methods.
 */

/** The headers that let a page of a configured origin read the reply; none for any other origin. */
export function corsHeaders(request: Request, origins: readonly string[]): Record<string, string> {
  const origin = request.headers.get('Origin');
  if (!origin || !origins.includes(origin)) return {};
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED, Vary: 'Origin' };
}

/** What a preflight of a configured origin asks for; undefined for any other request. */
export function preflightHeaders(
  request: Request,
  origins: readonly string[],
  allowedMethods: (pathname: string) => string[],
): Record<string, string> | undefined {
  const origin = request.headers.get('Origin') ?? '';
  if (request.method !== 'OPTIONS' || !origins.includes(origin)) return undefined;
  if (!request.headers.has('Access-Control-Request-Method')) return undefined;
  return {
    'Access-Control-Allow-Methods': allowedMethods(new URL(request.url).pathname).join(', '),
    'Access-Control-Allow-Headers': ALLOWED,
    'Access-Control-Max-Age': '86400',
  };
}

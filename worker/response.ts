/** A JSON reply; `version`, where the resource has one, becomes its ETag. `replayed` says that a write was not done again. */
export function json(body: unknown, options: { version?: number; replayed?: boolean } = {}) {
  const { version, replayed } = options;
  return Response.json(body, {
    headers: {
      ...(version !== undefined && { ETag: `"${version}"` }),
      ...(replayed && { 'Idempotency-Replayed': 'true' }),
    },
  });
}

/** The reply to HEAD: what GET would answer, without the body. */
export const withoutBody = (response: Response): Response => new Response(null, response);

/** A reply without a body. */
export const empty = (status = 204): Response => new Response(null, { status });

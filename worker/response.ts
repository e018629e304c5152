/** A JSON reply; `version`, where the resource has one, becomes its ETag. */
export function json(body: unknown, options: { version?: number; headers?: Record<string, string> } = {}) {
  const { version, headers = {} } = options;
  return Response.json(body, {
    headers: { ...headers, ...(version !== undefined && { ETag: `"${version}"` }) },
  });
}

/** The reply to HEAD: what GET would answer, without the body. */
export const withoutBody = (response: Response): Response => new Response(null, response);

/** A reply without a body. */
export const empty = (status = 204): Response => new Response(null, { status });

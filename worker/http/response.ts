/** A JSON reply; `version`, where the resource has one, becomes its ETag. `replayed` says that a write was not done again. */
export function json(body: unknown, options: { version?: number; replayed?: boolean; status?: number } = {}) {
  const { version, replayed, status = 200 } = options;
  return Response.json(body, {
    status,
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

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

/**
 * A file, sent as it is made. A reader who is slow holds up the making, one who goes away ends it, and a failure breaks
 * the connection: a file that looks complete is complete.
 */
export function file(type: keyof typeof TYPES, parts: AsyncGenerator<string>, name: string): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await parts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'Content-Type': TYPES[type],
      'Content-Disposition': `attachment; filename="${name}"`,
      'Referrer-Policy': 'no-referrer',
    },
  });
}

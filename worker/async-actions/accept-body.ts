import type { AsyncActionType } from '../../shared/async-actions.ts';
import type { Context } from '../context.ts';
import { readIdempotency } from '../idempotency/replay.ts';
import type { SentRow } from '../imports/sent-row.ts';
import { BodyReader, mediaTypeOf } from '../request.ts';
import { json } from '../response.ts';
import { acceptRows } from './accept-action.ts';

/** How a body of a media type becomes rows, and how many bytes it may have. */
export interface RowReader {
  maxBytes: number;
  rows: (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<SentRow>;
}

/**
 * Takes the rows of a request's body to be done by the queue, and answers the action's id.
 * @param readers by the media types that the route takes
 * @throws ApiError payload_too_large, invalid_payload, invalid_headers, idempotency_key_reused
 */
export async function acceptBody(
  context: Context<unknown, unknown>,
  type: AsyncActionType,
  readers: Readonly<Record<string, RowReader>>,
): Promise<Response> {
  const { request, target, caller } = context;
  const format = mediaTypeOf(request);
  const reader = readers[format];
  if (!reader) throw new Error(`the route has no reader of ${format}`);
  const once = await readIdempotency(request, { appId: caller.appId, target, body: null, at: Date.now() });
  const body = new BodyReader(request, reader.maxBytes, once !== null);
  const { id, replayed } = await acceptRows(context, {
    type,
    format,
    rows: reader.rows(body),
    end: async () => ({
      bytes: body.bytes,
      idempotency: once && { ...once, requestHash: await body.hash() },
    }),
  });
  return json({ async_action_id: id }, { replayed });
}

import { digitsOf } from '../../../shared/money.ts';
import type { Context } from '../../http/context.ts';
import { BodyReader, HashedBytes, mediaTypeOf } from '../../http/request.ts';
import { json } from '../../http/response.ts';
import { Idempotency, readIdempotency, withoutKey } from '../../idempotency/write-once.ts';
import type { ActionType } from '../action-type.ts';
import { acceptRows } from './accept-rows.ts';

/**
 * Takes the rows of a request's body to be done by the queue, and answers the action's id.
 * @param type whose formats are those that the route takes
 * @param status as the contract has it
 * @throws ApiError payload_too_large, invalid_payload, invalid_headers, idempotency_key_reused
 */
export async function acceptBody(
  context: Context<unknown, unknown>,
  type: ActionType,
  status: 200 | 202 = 200,
): Promise<Response> {
  const { request, target, caller, environment } = context;
  const mediaType = mediaTypeOf(request);
  const format = type.formats.find((one) => one.mediaType === mediaType);
  if (!format) throw new Error(`${type.name} has no format ${mediaType}`);
  const { reader } = format;
  const scope = { appId: caller.appId, target, body: null, at: Date.now() };
  const { request: keyed } = await readIdempotency(request, scope);
  const body = new BodyReader(request, reader.maxBytes);
  const content = reader.content?.(body, request.headers.get('Content-Type') ?? '') ?? body;
  const hashed = keyed && new HashedBytes(content);
  const { id, replayed } = await acceptRows(context, {
    type,
    format: mediaType,
    rows: reader.rows(hashed ?? content, digitsOf(environment.currency)),
    end: async () => ({
      bytes: body.bytes,
      idempotency: hashed ? new Idempotency({ ...keyed, requestHash: await hashed.hash() }) : withoutKey,
    }),
  });
  return json({ async_action_id: id }, { replayed, status });
}

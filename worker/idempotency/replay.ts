import { IDEMPOTENCY_WINDOW, MAX_IDENTIFIER_LENGTH } from '../../shared/limits.ts';
import { type Database, RefusalError } from '../database.ts';
import { sha256 } from '../digest.ts';
import { ApiError, invalidField } from '../http/errors.ts';
import { dayOf, ERASED, liveRecord } from './store.ts';

/** A request that asked to be done once: its key, scoped to key pair, method and path, and its body's hash. */
export interface IdempotentRequest {
  key: string;
  requestHash: string;
  at: number;
  day: number;
  since: number;
}

/**
 * What the request's `Idempotency-Key` asks for, or null without one.
 * @throws ApiError invalid_headers
 */
export async function readIdempotency(
  request: Request,
  scope: { appId: string; target: string; body: unknown; at: number },
): Promise<IdempotentRequest | null> {
  const header = request.headers.get('Idempotency-Key');
  if (header === null) return null;
  if (header.length < 1 || header.length > MAX_IDENTIFIER_LENGTH) {
    throw invalidField(
      'invalid_headers',
      'Idempotency-Key',
      `expected 1 to ${MAX_IDENTIFIER_LENGTH} characters`,
    );
  }
  const [key, requestHash] = await Promise.all([
    sha256(JSON.stringify([scope.appId, request.method, scope.target, header])),
    sha256(JSON.stringify(scope.body)),
  ]);
  return { key, requestHash, at: scope.at, day: dayOf(scope.at), since: scope.at - IDEMPOTENCY_WINDOW };
}

/**
 * Runs `write`, or, where its key was used before, answers what that request stored. The write itself looks
 * the key up, inside its batch: whoever loses a race finds the winner's reply.
 * @throws ApiError idempotency_key_reused; not_found where the reply has been erased
 */
export async function writeOnce<Row>(
  database: Database,
  request: IdempotentRequest | null,
  steps: { write: () => Promise<Row>; replay: (reply: string) => Promise<Row> | Row },
): Promise<{ row: Row; replayed: boolean }> {
  try {
    return { row: await steps.write(), replayed: false };
  } catch (error) {
    if (!request || !(error instanceof RefusalError) || error.reason.key !== 'idempotency_key_used')
      throw error;
    const { key, day, since } = request;
    const record = await database.onPrimary().first(liveRecord({ key, day, since }));
    if (!record) throw error;
    if (record.requestHash !== request.requestHash) {
      throw new ApiError('idempotency_key_reused', {
        details: 'This Idempotency-Key was used for a request with another body.',
      });
    }
    if (record.reply === ERASED) {
      throw new ApiError('not_found', { details: 'What this request made has been deleted permanently.' });
    }
    return { row: await steps.replay(record.reply), replayed: true };
  }
}

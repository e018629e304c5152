import { IDEMPOTENCY_WINDOW, MAX_IDENTIFIER_LENGTH } from '../../shared/limits.ts';
import { type Database, RefusalError, type Statement } from '../database.ts';
import { sha256 } from '../digest.ts';
import { ApiError, invalidField } from '../http/errors.ts';
import { dayOf, ERASED, liveRecord, type ReplyKey, refuseUsedKey } from './store.ts';

/**
 * A request that is to be done once: its key, scoped to key pair, method and path, and the hash of its body.
 */
interface IdempotentRequest {
  key: string;
  requestHash: string;
  at: number;
  day: number;
  since: number;
}

/** The statements that an `Idempotency-Key` adds to a batch; without a key there are none. */
export class Idempotency {
  readonly request: IdempotentRequest | null;

  constructor(request: IdempotentRequest | null) {
    this.request = request;
  }

  /** Refuse the batch when the key was used before; they come first in it. */
  get guards(): Statement<never>[] {
    return this.request ? [refuseUsedKey(this.request)] : [];
  }

  /** Keeps the reply for the key; comes after what the reply shows. */
  keep<Values>(
    keepReply: (values: Values & ReplyKey) => Statement<never>,
    values: Values,
  ): Statement<never>[] {
    return this.request ? [keepReply({ ...values, ...this.request })] : [];
  }
}

/** A write that may be done again. */
export const withoutKey = new Idempotency(null);

/**
 * Reads the request's `Idempotency-Key`.
 * @throws ApiError invalid_headers
 */
export async function readIdempotency(
  request: Request,
  scope: { appId: string; target: string; body: unknown; at: number },
): Promise<Idempotency> {
  const header = request.headers.get('Idempotency-Key');
  if (header === null) return withoutKey;
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
  const { at } = scope;
  return new Idempotency({ key, requestHash, at, day: dayOf(at), since: at - IDEMPOTENCY_WINDOW });
}

/**
 * Runs `write`, or answers what the request stored that used its key before. The write itself looks the key
 * up, inside its batch: whoever loses a race finds the winner's reply.
 * @throws ApiError idempotency_key_reused; not_found where the reply has been erased
 */
export async function writeOnce<Row>(
  database: Database,
  { request }: Idempotency,
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

import { type ErrorBody, type ErrorDetail, type ErrorKey, errorKeys } from '../../shared/errors.ts';
import { MAX_REPORTED_ERRORS } from '../../shared/limits.ts';
import { OverloadError, RefusalError, TooLargeError } from '../database.ts';
import type { RefusalKey, RefusalReason } from '../sql/refusals.ts';

interface ErrorExtras {
  /** One sentence for the developer who reads the reply. */
  details?: string;
  errors?: ErrorDetail[];
  resource?: { type: string; id: string };
  /** The message that a validation rule has for when it does not hold. */
  ruleMessage?: string;
  headers?: Record<string, string>;
}

/** An answer that is not a success: thrown anywhere, turned into a reply in `errorResponse` only. */
export class ApiError extends Error {
  readonly key: ErrorKey;
  readonly extras: ErrorExtras;

  constructor(key: ErrorKey, extras: ErrorExtras = {}) {
    super(extras.details ?? errorKeys[key].message);
    this.key = key;
    this.extras = extras;
  }
}

/** What is wrong, in one sentence; without a path it is about the whole. */
const sentenceOf = ({ path, message }: ErrorDetail): string => (path ? `${path}: ${message}` : message);

/** An error about one field, parameter or header, in the shape that a schema's violations have. */
export const invalidField = (
  key: ErrorKey,
  path: string,
  message: string,
  details = sentenceOf({ path, message }),
): ApiError => new ApiError(key, { details, errors: [{ path, message }] });

/** The same about several; `details` and `errors` hold as much of them as a reply should. */
export function invalidFields(key: ErrorKey, errors: readonly ErrorDetail[]): ApiError {
  const reported = errors.slice(0, MAX_REPORTED_ERRORS);
  const details = reported.map(sentenceOf).join('; ');
  return new ApiError(key, { details: details.slice(0, 1000), errors: reported });
}

/** Entries of a list that must not be written: what is wrong with each, by its place. Nothing of the list was stored. */
export class EntryErrors extends ApiError {
  readonly byPlace: ReadonlyMap<number, ApiError>;

  /** @param byPlace at least one */
  constructor(byPlace: ReadonlyMap<number, ApiError>) {
    const all = [...byPlace.values()];
    const [first] = all;
    const merged = invalidFields(
      first?.key ?? 'invalid_payload',
      all.flatMap(({ extras }) => extras.errors ?? []),
    );
    const { key, extras } = all.length === 1 && first ? first : merged;
    super(key, extras);
    this.byPlace = byPlace;
  }
}

/** A zod path as a developer writes it: `items[0].price`. */
export const formatPath = (path: PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

/** The 404 of a resource that a path or a body names. */
export const notFound = (type: string, id: string): ApiError =>
  new ApiError('not_found', { details: `Cannot find ${type} with id ${id}`, resource: { type, id } });

/** Seconds after which a client may try again when the database did not answer. */
const RETRY_AFTER = '2';

type ResourceRefusal = 'duplicate_found' | 'precondition_failed' | 'resource_in_use';

const ofResource = ({ key, details, type, id }: RefusalReason<ResourceRefusal>): ApiError =>
  new ApiError(key, { details, ...(id && { resource: { type, id } }) });

/** For refusals that the verb which causes them handles, so that they never reach a reply. */
const unanswered = (): undefined => undefined;

/** The answer to each refusal. */
const answers: { [Key in RefusalKey]: (reason: RefusalReason<Key>) => ApiError | undefined } = {
  not_found: ({ type, id }) => notFound(type, id),
  duplicate_found: ofResource,
  precondition_failed: ofResource,
  resource_in_use: ofResource,
  invalid_payload: ({ key, errors, path = '', details = '' }) =>
    invalidFields(key, errors ?? [{ path, message: details }]),
  idempotency_key_used: unanswered,
  catalogue_changed: unanswered,
  discounts_in_effect: unanswered,
  redemption_outdated: unanswered,
  validation_rules_outdated: unanswered,
  people_meet: unanswered,
  chunk_applied: unanswered,
};

const refusalToApiError = <Key extends RefusalKey>(reason: RefusalReason<Key>): ApiError | undefined =>
  answers[reason.key]?.(reason);

/**
 * What is wrong with each entry of a list, by its place, where an error says it.
 * @returns undefined where it does not
 */
export function entryErrorsOf(error: unknown): ReadonlyMap<number, ApiError> | undefined {
  if (error instanceof EntryErrors) return error.byPlace;
  if (!(error instanceof RefusalError)) return undefined;
  const refused = error.reasons.flatMap((reason): [number, ApiError][] => {
    const known = refusalToApiError(reason);
    return known && reason.index !== undefined ? [[reason.index, known]] : [];
  });
  return refused.length > 0 ? new Map(refused) : undefined;
}

/** A thrown value as the answer that it is; undefined for what was not foreseen. */
export function toApiError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (error instanceof RefusalError) return refusalToApiError(error.reason);
  if (error instanceof TooLargeError) {
    return new ApiError('payload_too_large', { details: 'The resource would be larger than can be stored.' });
  }
  if (error instanceof OverloadError) {
    return new ApiError('service_unavailable', {
      details: 'The database is overloaded. Repeat the request with the same Idempotency-Key.',
      headers: { 'Retry-After': RETRY_AFTER },
    });
  }
  return undefined;
}

/** One JSON line in the log, under the request id that the reply has. */
export function logError(thrown: unknown, requestId: string): void {
  const { stack, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  console.error(JSON.stringify({ level: 'error', request_id: requestId, message, stack }));
}

/** Any thrown value as a reply. What was not foreseen is logged with the request id and answered without its message. */
export function errorResponse(thrown: unknown, requestId: string): Response {
  const error = toApiError(thrown) ?? new ApiError('internal_error', { details: 'Something went wrong.' });
  const { status, message } = errorKeys[error.key];
  if (status >= 500) logError(thrown, requestId);
  const { details, errors, resource, ruleMessage, headers } = error.extras;
  const body: ErrorBody = {
    code: status,
    key: error.key,
    message,
    details: details ?? message,
    request_id: requestId,
    ...(resource && { resource_id: resource.id, resource_type: resource.type }),
    ...(ruleMessage !== undefined && { error: { message: ruleMessage } }),
    ...(errors && { errors }),
  };
  return Response.json(body, { status, headers: headers ?? {} });
}

import * as z from 'zod';

/**
 * Every error key the API can answer with, its HTTP status, and its constant message. The keys
 * `invalid_payload`, `invalid_query_params`, `not_found`, `duplicate_found` and those of vouchers are Voucherify's own, the latter
 * with its texts as well: shops show them, or compare them.
 */
export const errorKeys = {
  /** The body is not what the endpoint takes; `errors` names each field. */
  invalid_payload: { status: 400, message: 'Invalid payload' },
  /** A query parameter is unknown to the endpoint or malformed. */
  invalid_query_params: { status: 400, message: 'Invalid query params' },
  /** The path cannot be decoded. */
  invalid_path: { status: 400, message: 'Invalid path' },
  /** A header that steers the request (If-Match, Idempotency-Key, x-d1-bookmark) is malformed. */
  invalid_headers: { status: 400, message: 'Invalid headers' },
  /** The voucher is switched off. */
  voucher_disabled: { status: 400, message: 'voucher is disabled' },
  /** The voucher's start date is still to come. */
  voucher_not_active: { status: 400, message: 'voucher is not active yet' },
  /** The voucher's expiration date is past. */
  voucher_expired: { status: 400, message: 'voucher expired' },
  /** The voucher is not valid on this day of the week. */
  voucher_not_active_now: { status: 400, message: 'voucher not active now' },
  /** The voucher was redeemed as often as it may be. */
  quantity_exceeded: { status: 400, message: 'quantity exceeded' },
  /** A validation rule about the order does not hold; `error.message` is what it says of itself. */
  order_rules_violated: { status: 400, message: 'order does not match validation rules' },
  /** The same of who redeems. */
  customer_rules_violated: { status: 400, message: 'customer does not match segment rules' },
  /** The same of the redemption: its time, metadata, or how often the voucher was used. */
  redemption_rules_violated: { status: 400, message: 'redemption does not match validation rules' },
  /** What is to be rolled back was rolled back before; nothing has changed. */
  already_rolled_back: { status: 400, message: 'Redemption is already rolled back' },
  /** A redemption that failed has nothing to roll back. */
  redemption_failed: { status: 400, message: 'Redemption has failed' },
  /** A redemption of a stack can only be rolled back with it; `details` names the parent. */
  invalid_redemption_parent: { status: 400, message: 'Redemption belongs to a stack' },
  /** No key pair, an unknown one, a wrong token, or a revoked key: one answer for all four. */
  unauthorized: { status: 401, message: 'Unauthorized' },
  /** The key is valid, but its role lacks the scope named in `details`. */
  missing_scope: { status: 403, message: 'Missing scope' },
  not_found: { status: 404, message: 'Resource not found' },
  /** The same as a reason why a redeemable does not apply, in the answer to a validation. */
  resource_not_found: { status: 404, message: 'Resource not found' },
  /** The path exists, the method does not; `Allow` lists those that do. */
  method_not_allowed: { status: 405, message: 'Method not allowed' },
  /** An identifier in the request already belongs to another resource. */
  duplicate_found: { status: 409, message: 'Duplicate found' },
  /** What is to be deleted is needed elsewhere; `details` says by what. */
  resource_in_use: { status: 409, message: 'Resource in use' },
  /** `If-Match` names a version that is no longer current. */
  precondition_failed: { status: 412, message: 'Precondition failed' },
  /** The body, or the resource it would make, is larger than can be stored. */
  payload_too_large: { status: 413, message: 'Payload too large' },
  unsupported_media_type: { status: 415, message: 'Unsupported media type' },
  /** An idempotency key was sent again with another body. */
  idempotency_key_reused: { status: 422, message: 'Idempotency key reused' },
  /** The key's requests per minute are used up; see `Retry-After`. */
  too_many_requests: { status: 429, message: 'Too many requests' },
  internal_error: { status: 500, message: 'Internal error' },
  /** The database is overloaded or timed out; nothing is known to have been written. See `Retry-After`. */
  service_unavailable: { status: 503, message: 'Service unavailable' },
} as const;

export type ErrorKey = keyof typeof errorKeys;

/** One thing that is wrong with a request: `path` as in `items[0].price`, and what was expected there. */
export const ErrorDetail = z.object({ path: z.string(), message: z.string() });
export type ErrorDetail = z.infer<typeof ErrorDetail>;

/**
 * The one body of every error reply. `code` repeats the HTTP status, as Voucherify's clients expect; `error` is what a
 * validation rule that does not hold says of itself.
 */
export const ErrorBody = z
  .object({
    code: z.int(),
    key: z.string(),
    message: z.string(),
    details: z.string(),
    request_id: z.string(),
    resource_id: z.string().optional(),
    resource_type: z.string().optional(),
    error: z.object({ message: z.string() }).optional(),
    errors: z.array(ErrorDetail).optional(),
  })
  .meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** The keys that a validation rule refuses a voucher with. The names are Voucherify's. */
export type RuleRefusal = Extract<
  ErrorKey,
  'order_rules_violated' | 'customer_rules_violated' | 'redemption_rules_violated'
>;

/** Why a voucher cannot be used. */
export type VoucherRefusal = Extract<
  ErrorKey,
  | 'resource_not_found'
  | 'voucher_disabled'
  | 'voucher_not_active'
  | 'voucher_expired'
  | 'voucher_not_active_now'
  | 'quantity_exceeded'
>;

/** Why a redeemable does not apply: the voucher itself cannot be used, or a validation rule that it requires does not hold. */
export type RedeemableRefusal = VoucherRefusal | RuleRefusal;

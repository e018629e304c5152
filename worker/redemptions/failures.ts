import type { RedeemableRefusal } from '../../shared/errors.ts';
import { ApiError } from '../http/errors.ts';

/** Why one voucher of a request could not be redeemed. */
export interface Failure {
  /** Its place in the request, and how that names it. */
  place: number;
  name: string;
  key: RedeemableRefusal;
  message: string;
  details: string;
  /** The message that the validation rule brings. */
  ruleMessage?: string;
}

/**
 * Turns the failures of a redemption into an error: its key is that of the first one, and `errors` of a stack
 * has them all. A missing voucher is `not_found` here as everywhere.
 */
export function failureError(failures: readonly Failure[], isStack: boolean): ApiError {
  const [first] = failures;
  if (!first) throw new Error('a failure without a reason');
  const errors = failures.map(({ place, details, ruleMessage }) => ({
    path: `redeemables[${place}].id`,
    message: ruleMessage ?? details,
  }));
  return new ApiError(first.key === 'resource_not_found' ? 'not_found' : first.key, {
    details: first.details,
    resource: { type: 'voucher', id: first.name },
    ...(first.ruleMessage !== undefined && { ruleMessage: first.ruleMessage }),
    ...(isStack && { errors }),
  });
}

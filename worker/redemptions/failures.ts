import type { RedeemableRefusal } from '../../shared/voucher-refusals.ts';
import { ApiError } from '../http/errors.ts';

/** Why one voucher of a request could not be redeemed. */
export interface Failure {
  /** Its place in the request, and how that names it. */
  place: number;
  name: string;
  key: RedeemableRefusal;
  message: string;
  details: string;
  /** What the validation rule says of itself. */
  said?: string;
}

/**
 * The failures of a redemption as an error: its key is that of the first one, of a stack `errors` has them all. What is not
 * there is `not_found` here as everywhere.
 */
export function failureError(failures: readonly Failure[], isStack: boolean): ApiError {
  const [first] = failures;
  if (!first) throw new Error('a failure without a reason');
  const errors = failures.map(({ place, details, said }) => ({
    path: `redeemables[${place}].id`,
    message: said ?? details,
  }));
  return new ApiError(first.key === 'resource_not_found' ? 'not_found' : first.key, {
    details: first.details,
    resource: { type: 'voucher', id: first.name },
    ...(first.said !== undefined && { said: first.said }),
    ...(isStack && { errors }),
  });
}

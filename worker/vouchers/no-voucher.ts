import { type Database, isRefusal } from '../database.ts';
import { ApiError, notFound } from '../http/errors.ts';
import { likeCodes } from './store.ts';

/** What to say of a code that no voucher has, where one differs from it in case alone. */
export const caseCounts = (code: string): string => `There is ${code}: case counts.`;

/** The 404 of a code that no voucher has. It takes a round trip, to name the code that was probably meant. */
async function noVoucher(database: Database, name: string): Promise<ApiError> {
  const like = await database.first(likeCodes({ codes: JSON.stringify([name]) }));
  const error = notFound('voucher', name);
  if (!like) return error;
  const details = `${error.extras.details}. ${caseCounts(like.code)}`;
  return new ApiError('not_found', { ...error.extras, details });
}

/**
 * What reads or writes the voucher of a name answers.
 * @throws ApiError not_found where it answers nothing, or is refused because there is no such voucher
 */
export async function ofVoucher<Result>(
  database: Database,
  name: string,
  call: () => Promise<Result>,
): Promise<NonNullable<Result>> {
  let result: Result;
  try {
    result = await call();
  } catch (error) {
    throw isRefusal(error, 'not_found') ? await noVoucher(database, name) : error;
  }
  if (result == null) throw await noVoucher(database, name);
  return result;
}

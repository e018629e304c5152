import { CodeConfig, makeCode } from '../../shared/vouchers/voucher-codes.ts';
import { isRefusal } from '../database.ts';
import { ApiError } from '../http/errors.ts';

/** How many random codes are tried until one is free. */
const MAX_TRIES = 10;

/** A random whole number from 0 to below a bound, each equally likely. */
function randomBelow(bound: number): number {
  const usable = 2 ** 32 - (2 ** 32 % bound);
  for (;;) {
    const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (word < usable) return word % bound;
  }
}

/**
 * Calls `create` with random codes as `config` says until one is free.
 * @throws ApiError duplicate_found where none was, and whatever `create` throws
 */
export async function createWithRandomCode<Result>(
  config: CodeConfig = CodeConfig.parse({}),
  create: (code: string) => Promise<Result>,
): Promise<Result> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    try {
      return await create(makeCode(config, randomBelow));
    } catch (error) {
      if (!isRefusal(error, 'duplicate_found')) throw error;
    }
  }
  throw new ApiError('duplicate_found', {
    details: 'No free code was found; code_config must leave room for more.',
  });
}

import { CodeConfig, makeCode, VoucherCode } from '../../shared/vouchers/voucher-codes.ts';
import { isRefusal } from '../database.ts';
import { ApiError, invalidField } from '../http/errors.ts';

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

/** @throws ApiError invalid_payload where what the config makes cannot be a code, such as one of spaces alone */
function makeValidCode(config: CodeConfig): string {
  const { data, error } = VoucherCode.safeParse(makeCode(config, randomBelow));
  if (error)
    throw invalidField('invalid_payload', 'code_config', `makes a code that ${error.issues[0]?.message}`);
  return data;
}

/**
 * Calls `create` with random codes as `config` says until one is free.
 * @throws ApiError duplicate_found where none was, invalid_payload, and whatever `create` throws
 */
export async function createWithRandomCode<Result>(
  config: CodeConfig = CodeConfig.parse({}),
  create: (code: string) => Promise<Result>,
): Promise<Result> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    try {
      return await create(makeValidCode(config));
    } catch (error) {
      if (!isRefusal(error, 'duplicate_found')) throw error;
    }
  }
  throw new ApiError('duplicate_found', {
    details: 'No free code was found; code_config must leave room for more.',
  });
}

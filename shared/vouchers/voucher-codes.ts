import * as z from 'zod';
import { canStandInPath } from '../identifiers.ts';
import { MAX_IDENTIFIER_LENGTH } from '../limits.ts';
import { readOver } from '../unsupported-fields.ts';

/** A voucher's code, as it is typed: case counts; no control characters, and no spaces around. */
export const VoucherCode = z
  .string()
  .min(1)
  .max(MAX_IDENTIFIER_LENGTH)
  .regex(/^(?!\s)[^\p{C}]+(?<!\s)$/u, 'must have no control characters, and no spaces around')
  .refine(...canStandInPath);

const part = z.string().max(50);

/** Digits and capital letters that nobody confuses with each other: no 0, O, 1 or I. */
const DEFAULT_CHARSET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * How a random code is made: `length` characters (8) of `charset`, or a `pattern` whose every # becomes one, between `prefix`
 * and `postfix`, which the official client calls `suffix`.
 */
export const CodeConfig = readOver(
  z
    .strictObject({
      length: z.int().min(1).max(100).default(8),
      charset: z.string().min(1).max(255).default(DEFAULT_CHARSET),
      prefix: part.default(''),
      postfix: part.optional(),
      suffix: part.optional(),
      pattern: z.string().max(100).regex(/#/, 'must have at least one #').optional(),
    })
    .meta({ id: 'CodeConfig' }),
);
export type CodeConfig = z.infer<typeof CodeConfig>;

/**
 * A code as `config` says.
 * @param random a whole number from 0 to below its argument
 */
export function makeCode(config: CodeConfig, random: (below: number) => number): string {
  const { length, charset, prefix, pattern, postfix, suffix } = config;
  const characters = [...charset];
  const code = (pattern ?? '#'.repeat(length)).replace(
    /#/g,
    () => characters[random(characters.length)] ?? '',
  );
  return `${prefix}${code}${postfix ?? suffix ?? ''}`;
}

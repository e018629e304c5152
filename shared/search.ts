import * as z from 'zod';
import { fold } from './folding.ts';
import { MAX_IDENTIFIER_LENGTH } from './limits.ts';

/** What is searched for: anything that is still there without spaces, accents and invisible signs. */
export const SearchText = z
  .string()
  .trim()
  .max(MAX_IDENTIFIER_LENGTH)
  .refine((text) => fold(text) !== '', 'must have a letter, a digit or a sign');

/** What a list that can be searched answers beside what every list does. */
export const searchReply = {
  did_you_mean: z
    .string()
    .optional()
    .meta({ description: 'Nothing was found by q; the list is what this finds, one slip away from it.' }),
};

/** Refuses what has no meaning beside `q`, whose results are the best of its candidates in the order of relevance. */
export const checkSearch =
  (others: readonly string[]) =>
  (query: { q?: string | undefined }, context: z.core.$RefinementCtx): void => {
    if (query.q === undefined) return;
    for (const name of others) {
      if ((query as Record<string, unknown>)[name] === undefined) continue;
      context.addIssue({ code: 'custom', path: [name], message: 'cannot be combined with q', input: query });
    }
  };

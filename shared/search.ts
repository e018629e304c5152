import * as z from 'zod';
import { MAX_IDENTIFIER_LENGTH, MIN_SEARCH_LENGTH } from './limits.ts';

/** What is searched for: an index of trigrams finds any three characters in a row, but not two. */
export const SearchText = z
  .string()
  .trim()
  .max(MAX_IDENTIFIER_LENGTH)
  .refine((text) => [...text].length >= MIN_SEARCH_LENGTH, 'must have at least three characters');

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

import * as z from 'zod';
import { DEFAULT_PAGE_ROWS, MAX_CURSOR_LENGTH, MAX_PAGE_ROWS, MAX_PAGED } from './limits.ts';

/** What lists sort by; a minus sorts the newest first. Never-changed resources come after the changed ones in either. */
export const SortOrder = z.enum(['created_at', '-created_at', 'updated_at', '-updated_at']);
export type SortOrder = z.infer<typeof SortOrder>;

const wholeNumber = (max: number) => {
  const message = `must be a whole number from 1 to ${max}`;
  return z
    .string(message)
    .regex(/^[1-9]\d{0,8}$/, message)
    .transform(Number)
    .refine((value) => value <= max, message);
};

export const limit = wholeNumber(MAX_PAGE_ROWS)
  .default(DEFAULT_PAGE_ROWS)
  .meta({
    override: { type: 'integer', minimum: 1, maximum: MAX_PAGE_ROWS, default: DEFAULT_PAGE_ROWS },
    description: `Rows in a page, 1 to ${MAX_PAGE_ROWS}.`,
  });

/** The cursor: a place in the list, or the id of a row for where that is now. */
export const startingAfterId = z.string().min(1).max(MAX_CURSOR_LENGTH).optional().meta({
  description:
    'The cursor: more_starting_after of the page before. The id of a row stands for where that row is now.',
});

/** The query parameters that every list takes, to be spread into a list's own. */
export const listParameters = {
  limit,
  page: wholeNumber(MAX_PAGED)
    .optional()
    .meta({
      override: { type: 'integer', minimum: 1, maximum: MAX_PAGED },
      description: `Page number from 1; page x limit may reach ${MAX_PAGED}, beyond it use starting_after_id.`,
    }),
  starting_after_id: startingAfterId,
};

/** Refuses what cannot be meant together: a page beyond the reach of pages, or a page and a cursor. */
export function checkPaging(
  query: { limit: number; page?: number | undefined; starting_after_id?: string | undefined },
  context: z.core.$RefinementCtx,
): void {
  const { limit: rows, page, starting_after_id: cursor } = query;
  if (page === undefined) return;
  const refuse = (message: string) =>
    context.addIssue({ code: 'custom', path: ['page'], message, input: page });
  if (cursor !== undefined) refuse('cannot be combined with starting_after_id');
  if (page * rows > MAX_PAGED) {
    refuse(
      `page x limit may not exceed ${MAX_PAGED}; use the cursor starting_after_id, which has no ceiling`,
    );
  }
}

/** A query parameter that says yes or no; 1 and 0 are how the PHP client writes it. */
export const yesOrNo = z
  .enum(['true', 'false', '1', '0'], 'expected true or false')
  .transform((value) => value === 'true' || value === '1')
  .meta({ override: { type: 'boolean' } });

/** What every list answers beside its rows. `total_capped` says that there are more than `total`. */
export const listReply = {
  object: z.literal('list'),
  total: z.int(),
  total_capped: z.literal(true).optional(),
  has_more: z.boolean(),
  more_starting_after: z.string().optional(),
};

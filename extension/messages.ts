import * as z from 'zod';

/** The key in the session's storage by which the background script tells the panel what to do: at once, or when it opens. */
export const ASKED_FOR = 'asked-for';

/**
 * What the panel of a window is asked to do: begin an order, from a `CapturedPage` or from nothing. The page is
 * checked where it is shown, since the panel loads that schema only then.
 */
export const AskedFor = z.object({
  newOrder: z.object({
    page: z.unknown().optional(),
    windowId: z.number().optional(),
    at: z.number(),
  }),
});
export type AskedFor = z.infer<typeof AskedFor>;

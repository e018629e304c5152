import * as z from 'zod';

/** The key in the session's storage by which the background script tells the panel what to do: at once, or when it opens. */
export const ASKED_FOR = 'asked-for';

/** What the panel of a window is asked to do: begin an order, with what was selected on a page (or nothing). */
export const AskedFor = z.object({
  newOrder: z.object({ selection: z.string(), windowId: z.number().optional(), at: z.number() }),
});
export type AskedFor = z.infer<typeof AskedFor>;

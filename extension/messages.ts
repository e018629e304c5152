import * as z from 'zod';
import { CapturedPage } from './capture/meaning/captured-order.ts';

/** The key in the session's storage by which the background script tells the panel what to do: at once, or when it opens. */
export const ASKED_FOR = 'asked-for';

/** What the panel of a window is asked to do: begin an order, from what was read of a page (or from nothing). */
export const AskedFor = z.object({
  newOrder: z.object({ page: CapturedPage.optional(), windowId: z.number().optional(), at: z.number() }),
});
export type AskedFor = z.infer<typeof AskedFor>;

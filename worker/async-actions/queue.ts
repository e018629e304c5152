import * as z from 'zod';

/** What the queue carries: which chunk of which action is to be applied. The payload is in the database. */
export const ActionMessage = z.object({ action: z.string(), chunk: z.int().min(0) });
export type ActionMessage = z.infer<typeof ActionMessage>;

/** Whether a queue is the one for messages that were tried in vain, by its name in wrangler.toml. */
export const isDeadLetterQueue = (name: string): boolean => name.endsWith('-dead');

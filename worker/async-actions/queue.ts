import * as z from 'zod';
import type { ActionMessage as Message } from '../environment.ts';

/** A message of the queue, as it is received. */
export const ActionMessage: z.ZodType<Message> = z.object({ action: z.string(), chunk: z.int().min(0) });
export type ActionMessage = Message;

/** Whether a queue is the one for messages that were tried in vain, by its name in wrangler.toml. */
export const isDeadLetterQueue = (name: string): boolean => name.endsWith('-dead');

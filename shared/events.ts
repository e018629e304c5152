import * as z from 'zod';
import { limit, startingAfterId } from './lists.ts';
import { Timestamp } from './times.ts';

/** One changed field: `old` and `new` where it is a scalar. Metadata is named by key, its values are not repeated. */
const Change = z.object({ field: z.string(), old: z.unknown().optional(), new: z.unknown().optional() });

/** One change of an order, and the key that made it. */
export const OrderEvent = z
  .object({
    id: z.string(),
    type: z.enum(['order.created', 'order.updated', 'order.paid', 'order.canceled', 'order.fulfilled']),
    created_at: Timestamp,
    data: z.object({
      order: z.object({ id: z.string(), object: z.literal('order') }),
      changes: z.array(Change),
    }),
    event_source: z.object({
      channel: z.literal('API'),
      api_key: z.object({ id: z.string(), name: z.string(), app_id: z.string() }).optional(),
    }),
  })
  .meta({ id: 'OrderEvent' });
export type OrderEvent = z.infer<typeof OrderEvent>;

export const ActivityQuery = z.strictObject({ limit, starting_after_id: startingAfterId });

export const OrderActivity = z.object({
  object: z.literal('list'),
  data_ref: z.literal('data'),
  data: z.array(OrderEvent),
  has_more: z.boolean(),
  more_starting_after: z.string().optional(),
});

import * as z from 'zod';
import { momentMeta } from './filters.ts';
import { MAX_IDENTIFIER_LENGTH } from './limits.ts';
import { limit, startingAfterId } from './lists.ts';
import { OrderStatus } from './orders/orders.ts';
import { Moment, Timestamp } from './times.ts';

/** One changed field: `old` and `new` where it is a scalar. Metadata is named by key, its values are not repeated. */
const Change = z.object({ field: z.string(), old: z.unknown().optional(), new: z.unknown().optional() });

const EventSource = z.object({
  channel: z.literal('API'),
  api_key: z.object({ id: z.string(), name: z.string(), app_id: z.string() }).optional(),
});

type OrderEventType = `order.${Lowercase<OrderStatus> | 'updated'}`;

/** An event of an order is named after the status that the order got, or else `order.updated`. */
const orderEventTypes = [...OrderStatus.options, 'updated'].map(
  (name) => `order.${name.toLowerCase()}` as OrderEventType,
);

/** One change of an order, and the key that made it. */
export const OrderEvent = z
  .object({
    id: z.string(),
    type: z.enum(orderEventTypes),
    created_at: Timestamp,
    data: z.object({
      order: z.object({ id: z.string(), object: z.literal('order') }),
      changes: z.array(Change),
    }),
    event_source: EventSource,
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

const customerEventTypes = [
  'customer.created',
  'customer.updated',
  ...orderEventTypes.map((type) => `customer.${type}` as const),
] as const;

/** A change of a customer, or of an order that is or was the customer's, and the key that made it. */
export const CustomerEvent = z
  .object({
    id: z.string(),
    type: z.enum(customerEventTypes),
    created_at: Timestamp,
    data: z.object({
      data: z.object({
        customer: z.object({ id: z.string(), object: z.literal('customer') }),
        order: z.object({ id: z.string(), object: z.literal('order') }).optional(),
        changes: z.array(Change),
      }),
      event_source: EventSource,
    }),
  })
  .meta({ id: 'CustomerEvent' });
export type CustomerEvent = z.infer<typeof CustomerEvent>;

const text = z.string().max(MAX_IDENTIFIER_LENGTH).optional();

/** The query of a customer's activity. Docket has no campaigns: what belongs to one is never found. */
export const CustomerActivityQuery = z.strictObject({
  limit,
  starting_after_id: startingAfterId,
  order: z.enum(['created_at', '-created_at']).default('-created_at'),
  start_date: Moment.optional().meta(momentMeta),
  end_date: Moment.optional().meta(momentMeta),
  starting_after: Moment.optional().meta(momentMeta),
  type: text,
  category: z.enum(['ACTION', 'EFFECT']).optional(),
  campaign_id: text,
  campaign_type: text,
  product_id: text,
});
export type CustomerActivityQuery = z.infer<typeof CustomerActivityQuery>;

export const CustomerActivity = z.object({
  object: z.literal('list'),
  data_ref: z.literal('data'),
  data: z.array(CustomerEvent),
  has_more: z.boolean(),
  more_starting_after: z.string().optional(),
});

/** The older form of a customer's activity, which also counts all events. */
export const CustomerActivities = CustomerActivity.extend({ total: z.int() });

import type { CustomerEvent, OrderEvent } from '../../../shared/events.ts';
import { type TextName, text } from '../../text.ts';

type EventType = OrderEvent['type'] | CustomerEvent['type'];

/** An order's event has one title, whether the order's activity shows it or its customer's. */
const titles: Record<Exclude<EventType, `customer.order.${string}`>, TextName> = {
  'order.created': 'event_created',
  'order.updated': 'event_updated',
  'order.paid': 'event_paid',
  'order.canceled': 'event_canceled',
  'order.fulfilled': 'event_fulfilled',
  'customer.created': 'event_customer_created',
  'customer.updated': 'event_customer_updated',
};

/** The title of an event in activity. */
export const eventTitle = (type: EventType): string =>
  text(titles[type.replace(/^customer\.(?=order\.)/, '') as keyof typeof titles]);

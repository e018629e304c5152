import { CustomerActivity, type CustomerEvent } from '../../../shared/events.ts';
import { apiPaths } from '../../api-paths.ts';
import { type TextName, text } from '../../text.ts';
import { Activity } from '../activity/activity.tsx';
import { hrefOf } from '../navigation/route.ts';
import { can } from '../session/session.ts';

const titles = {
  'customer.created': 'event_customer_created',
  'customer.updated': 'event_customer_updated',
  'customer.order.created': 'event_created',
  'customer.order.updated': 'event_updated',
  'customer.order.paid': 'event_paid',
  'customer.order.canceled': 'event_canceled',
  'customer.order.fulfilled': 'event_fulfilled',
} as const satisfies Record<CustomerEvent['type'], TextName>;

function Title({ event: { type, data } }: { event: CustomerEvent }) {
  const { order } = data.data;
  const title = text(titles[type]);
  return order && can('orders:read') ? (
    <a href={hrefOf({ screen: 'order', id: order.id })}>{title}</a>
  ) : (
    title
  );
}

/** What happened to a customer and to the customer's orders. */
export const CustomerTimeline = ({ id }: { id: string }) => (
  <Activity
    path={apiPaths.customerActivity(id)}
    reply={CustomerActivity}
    entryOf={(event) => ({
      title: <Title event={event} />,
      at: event.created_at,
      by: event.data.event_source.api_key?.name,
      changes: event.data.data.changes,
    })}
  />
);

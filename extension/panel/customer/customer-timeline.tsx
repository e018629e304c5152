import { CustomerActivity, type CustomerEvent } from '../../../shared/events.ts';
import { apiPaths } from '../../api-paths.ts';
import { Activity } from '../activity/activity.tsx';
import { eventTitle } from '../activity/event-titles.ts';
import { hrefOf } from '../navigation/route.ts';
import { can } from '../session/session.ts';

function Title({ event: { type, data } }: { event: CustomerEvent }) {
  const { order } = data.data;
  const title = eventTitle(type);
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

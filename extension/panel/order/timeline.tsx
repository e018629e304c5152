import { OrderActivity, type OrderEvent } from '../../../shared/events.ts';
import { apiPaths } from '../../api-paths.ts';
import { type TextName, text } from '../../text.ts';
import { Activity } from '../activity/activity.tsx';

const titles = {
  'order.created': 'event_created',
  'order.updated': 'event_updated',
  'order.paid': 'event_paid',
  'order.canceled': 'event_canceled',
  'order.fulfilled': 'event_fulfilled',
} as const satisfies Record<OrderEvent['type'], TextName>;

/** What happened to an order. */
export const Timeline = ({ id }: { id: string }) => (
  <section class="section">
    <h2>{text('activity')}</h2>
    <Activity
      path={apiPaths.orderActivity(id)}
      reply={OrderActivity}
      entryOf={({ type, created_at, data, event_source }) => ({
        title: text(titles[type]),
        at: created_at,
        by: event_source.api_key?.name,
        changes: data.changes,
      })}
    />
  </section>
);

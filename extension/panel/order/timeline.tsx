import { OrderActivity } from '../../../shared/events.ts';
import { apiPaths } from '../../api-paths.ts';
import { text } from '../../text.ts';
import { Activity } from '../activity/activity.tsx';
import { eventTitle } from '../activity/event-titles.ts';

/** What happened to an order. */
export const Timeline = ({ id }: { id: string }) => (
  <section class="section">
    <h2>{text('activity')}</h2>
    <Activity
      path={apiPaths.orderActivity(id)}
      reply={OrderActivity}
      entryOf={({ type, created_at, data, event_source }) => ({
        title: eventTitle(type),
        at: created_at,
        by: event_source.api_key?.name,
        changes: data.changes,
      })}
    />
  </section>
);

import type * as z from 'zod';
import { OrderActivity, type OrderEvent } from '../../../shared/events.ts';
import { OrderStatus } from '../../../shared/orders.ts';
import { type TextName, text } from '../../text.ts';
import { statusName, Time } from '../controls/shown.tsx';
import { Failed, Loading } from '../controls/states.tsx';
import { useInfiniteQuery } from '../query.ts';
import { api, connection } from '../session.ts';
import { fieldName, showField } from './field-name.ts';

type Activity = z.infer<typeof OrderActivity>;

const titles = {
  'order.created': 'event_created',
  'order.updated': 'event_updated',
  'order.paid': 'event_paid',
  'order.canceled': 'event_canceled',
  'order.fulfilled': 'event_fulfilled',
} as const satisfies Record<OrderEvent['type'], TextName>;

const show = (field: string, value: unknown): string => {
  const status = OrderStatus.safeParse(value).data;
  return field === 'status' && status ? statusName(status) : showField(field, value);
};

function Change({ change }: { change: OrderEvent['data']['changes'][number] }) {
  const { field, old, new: now } = change;
  const hasValues = old !== undefined || now !== undefined;
  return (
    <li class="small">
      {fieldName(field)}
      {hasValues && (
        <>
          {': '}
          <span class="quiet">{show(field, old)}</span> → {show(field, now)}
        </>
      )}
    </li>
  );
}

function Event({ event }: { event: OrderEvent }) {
  const { type, created_at, data, event_source } = event;
  return (
    <li>
      <p>
        {text(titles[type])}
        <span class="quiet">
          {' · '}
          <Time of={created_at} />
        </span>
      </p>
      {event_source.api_key && <p class="quiet small">{text('by_whom', event_source.api_key.name)}</p>}
      {data.changes.length > 0 && (
        <ul>
          {data.changes.map((change) => (
            <Change key={change.field} change={change} />
          ))}
        </ul>
      )}
    </li>
  );
}

/** What happened to an order, newest first, and who did it. */
export function Timeline({ id }: { id: string }) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery<Activity, string | undefined, { pages: Activity[] }>({
      queryKey: ['order-activity', connection.value?.url, id],
      queryFn: async ({ pageParam, signal }) =>
        (
          await api({
            path: `/v1/orders/${encodeURIComponent(id)}/activity`,
            query: [
              ['limit', 20],
              ['starting_after_id', pageParam],
            ],
            reply: OrderActivity,
            signal,
          })
        ).data,
      initialPageParam: undefined,
      getNextPageParam: (page) => page.more_starting_after,
    });
  return (
    <section class="section">
      <h2>{text('activity')}</h2>
      {isPending ? (
        <Loading rows={2} />
      ) : data ? (
        <ol class="timeline">
          {data.pages.flatMap((page) => page.data.map((event) => <Event key={event.id} event={event} />))}
        </ol>
      ) : (
        <Failed error={error} retry={() => refetch()} />
      )}
      {hasNextPage && (
        <button
          type="button"
          class="button"
          aria-disabled={isFetchingNextPage}
          onClick={() => fetchNextPage()}
        >
          {text('load_more')}
        </button>
      )}
    </section>
  );
}

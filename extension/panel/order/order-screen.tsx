import { Pencil, RefreshCw } from 'lucide';
import type { Order } from '../../../shared/orders/orders.ts';
import type { Reply } from '../../api.ts';
import { plural, text } from '../../text.ts';
import { Failed, Loading } from '../controls/feedback.tsx';
import { IconButton } from '../controls/icon-button.tsx';
import { refresh } from '../controls/refresh.ts';
import { Screen } from '../navigation/screen.tsx';
import { editOrder } from '../order-form/edit-order.ts';
import { can } from '../session/session.ts';
import { OrderFacts } from './order-facts.tsx';
import { OrderLines } from './order-lines.tsx';
import { Redemptions } from './redemptions.tsx';
import { StatusChange } from './status-change.tsx';
import { Timeline } from './timeline.tsx';
import { OrderTotals } from './totals.tsx';
import { useOrder } from './use-order.ts';
import './order.css';

function Detail({ order, etag }: { order: Order; etag: string | undefined }) {
  return (
    <>
      <section class="section" aria-label={text('totals')}>
        <StatusChange order={order} etag={etag} />
        <OrderTotals order={order} />
      </section>
      <OrderFacts order={order} />
      <section class="section">
        <h2>{plural('items_count', order.items.length)}</h2>
        <OrderLines items={order.items} />
      </section>
      {order.redemptions && can('redemptions:read') && <Redemptions orderId={order.id} />}
      <Timeline id={order.id} />
    </>
  );
}

const titleOf = (reply: Reply<Order> | undefined): string =>
  reply ? text('order_named', reply.data.source_id ?? reply.data.id) : text('order');

/** One order with everything that is known of it. */
export function OrderScreen({ id }: { id: string }) {
  const { data, error, isPending, isFetching, refetch } = useOrder(id);
  return (
    <Screen
      title={titleOf(data)}
      up={{ screen: 'orders' }}
      actions={
        <>
          <IconButton
            label={text('refresh')}
            icon={RefreshCw}
            onClick={() => refresh(refetch)}
            isBusy={isFetching}
          />
          {data && can('orders:write') && (
            <IconButton label={text('edit')} icon={Pencil} onClick={() => editOrder(data.data, data.etag)} />
          )}
        </>
      }
    >
      {isPending ? (
        <Loading />
      ) : data ? (
        <Detail order={data.data} etag={data.etag} />
      ) : (
        <Failed error={error} retry={() => refetch()} />
      )}
    </Screen>
  );
}

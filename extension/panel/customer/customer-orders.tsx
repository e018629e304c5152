import { Plus } from 'lucide';
import type { Customer } from '../../../shared/customers/customers.ts';
import { personLabel } from '../../names.ts';
import { text } from '../../text.ts';
import { Empty, Failed, Loading } from '../controls/feedback.tsx';
import { Icon } from '../controls/icon.tsx';
import { useScrollRestoration } from '../navigation/use-scroll-restoration.ts';
import { startOrder } from '../order-form/start-order.ts';
import { noFilters } from '../orders/list-filters.ts';
import { OrderTable } from '../orders/order-table.tsx';
import { useOrders } from '../orders/use-orders.ts';
import { can } from '../session/session.ts';
import { formatNumber } from '../values/format.ts';

function List({ list }: { list: ReturnType<typeof useOrders> }) {
  if (list.isPending) return <Loading rows={3} />;
  if (list.isError && list.orders.length === 0)
    return <Failed error={list.error} retry={() => list.refetch()} />;
  if (list.orders.length === 0) return <Empty title={text('no_orders_yet')} />;
  return (
    <OrderTable
      orders={list.orders}
      isOfOneCustomer
      hasMore={list.hasNextPage}
      isLoadingMore={list.isFetchingNextPage}
      loadMore={() => list.fetchNextPage({ cancelRefetch: false })}
      failure={list.isFetchNextPageError ? list.error : null}
    />
  );
}

/** The orders of one customer, and the way to the next one. */
export function CustomerOrders({ customer }: { customer: Customer }) {
  const person = { id: customer.id, label: personLabel(customer) };
  const list = useOrders({ ...noFilters, customer: person });
  useScrollRestoration(list.orders.length > 0);
  const total = list.first?.total;
  return (
    <section aria-labelledby="orders-title">
      <div class="list-head">
        <h2 id="orders-title">
          {text('orders')} {total !== undefined && <span class="quiet">{formatNumber(total)}</span>}
        </h2>
        {can('orders:write') && (
          <button
            type="button"
            class="button"
            onClick={() => startOrder({ customer: { kind: 'known', ...person } })}
          >
            <Icon icon={Plus} />
            {text('new_order')}
          </button>
        )}
      </div>
      <List list={list} />
    </section>
  );
}

import { Plus } from 'lucide';
import type { Customer } from '../../../shared/customers/customers.ts';
import { personLabel } from '../../names.ts';
import { text } from '../../text.ts';
import { Empty } from '../controls/feedback.tsx';
import { Icon } from '../controls/icon.tsx';
import { ListResults } from '../lists/list-results.tsx';
import { useScrollRestoration } from '../navigation/use-scroll-restoration.ts';
import { startOrder } from '../order-form/start-order.ts';
import { noFilters } from '../orders/list-filters.ts';
import { OrderTable } from '../orders/order-table.tsx';
import { useOrders } from '../orders/use-orders.ts';
import { can } from '../session/session.ts';
import { formatNumber } from '../values/format.ts';

/** The orders of one customer, and the way to the next one. */
export function CustomerOrders({ customer }: { customer: Customer }) {
  const person = { id: customer.id, label: personLabel(customer) };
  const list = useOrders({ ...noFilters, customer: person });
  useScrollRestoration(list.rows.length > 0);
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
      <ListResults list={list} bones={3} empty={<Empty title={text('no_orders_yet')} />}>
        <OrderTable list={list} isOfOneCustomer />
      </ListResults>
    </section>
  );
}

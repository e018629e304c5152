import type { Order } from '../../../shared/orders/orders.ts';
import { personLabel } from '../../names.ts';
import { plural, type TextName, text } from '../../text.ts';
import { ListTable } from '../lists/list-table.tsx';
import { hrefOf } from '../navigation/route.ts';
import { rememberRow } from '../navigation/use-scroll-restoration.ts';
import { Moment } from '../values/moment.tsx';
import { Money } from '../values/money.tsx';
import { Status } from '../values/status.tsx';

interface OrderTableProps {
  orders: readonly Order[];
  /** Whether they all are of the customer that the screen is about. */
  isOfOneCustomer?: boolean;
  isStale?: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  failure: unknown;
}

const columns: readonly (readonly [TextName, string])[] = [
  ['status', ''],
  ['order_id', ''],
  ['customer', ''],
  ['items', 'amount'],
  ['amount', 'amount'],
  ['discounted_amount', 'amount'],
  ['created', ''],
];

function Row({ order, isOfOneCustomer }: { order: Order; isOfOneCustomer: boolean }) {
  const { id, source_id, status, customer, items, amount, total_amount, created_at } = order;
  const hasDiscount = total_amount !== amount;
  return (
    <tr role="row">
      <td role="cell" class="cell-status">
        <Status value={status} />
      </td>
      <td role="cell" class="cell-id">
        <a id={`row-${id}`} href={hrefOf({ screen: 'order', id })} onClick={() => rememberRow(id)}>
          {source_id ?? id}
        </a>
      </td>
      {!isOfOneCustomer && (
        <td role="cell" class="cell-customer">
          {customer ? personLabel(customer) : <span class="quiet">{text('no_customer')}</span>}
        </td>
      )}
      <td role="cell" class="cell-items amount">
        <span class="when-narrow">{plural('items_count', items.length)}</span>
        <span class="when-wide">{items.length}</span>
      </td>
      <td role="cell" class={`cell-amount amount ${hasDiscount ? 'struck' : 'repeated'}`}>
        <Money amount={amount} />
      </td>
      <td role="cell" class="cell-total amount">
        <Money amount={total_amount} />
      </td>
      <td role="cell" class="cell-created">
        <Moment value={created_at} />
      </td>
    </tr>
  );
}

/** Orders as a table. */
export const OrderTable = ({ orders, isOfOneCustomer = false, ...list }: OrderTableProps) => (
  <ListTable
    class={`order-table ${isOfOneCustomer ? 'of-one-customer' : ''}`}
    caption={text('orders')}
    columns={columns.filter(([name]) => !isOfOneCustomer || name !== 'customer')}
    {...list}
  >
    {orders.map((order) => (
      <Row key={order.id} order={order} isOfOneCustomer={isOfOneCustomer} />
    ))}
  </ListTable>
);

import type { Order } from '../../../shared/orders/orders.ts';
import { personLabel } from '../../names.ts';
import { plural, type TextName, text } from '../../text.ts';
import { ListTable } from '../lists/list-table.tsx';
import { RowLink } from '../lists/row-link.tsx';
import type { PagedList } from '../session/paged-query.ts';
import { Moment } from '../values/moment.tsx';
import { Money } from '../values/money.tsx';
import { Status } from '../values/status.tsx';

interface OrderTableProps {
  list: PagedList<Order>;
  /** Whether they all are of the customer that the screen is about. */
  isOfOneCustomer?: boolean;
}

const columns: readonly (readonly [TextName, string])[] = [
  ['status', 'cell-status'],
  ['order_id', 'cell-id'],
  ['customer', ''],
  ['items', 'cell-count amount'],
  ['amount', 'cell-money cell-before amount'],
  ['discounted_amount', 'cell-money amount'],
  ['created', 'cell-created'],
];

function Row({ order, isOfOneCustomer }: { order: Order; isOfOneCustomer: boolean }) {
  const { id, source_id, status, customer, items, amount, total_amount, created_at } = order;
  const hasDiscount = total_amount !== amount;
  const person = customer && personLabel(customer);
  return (
    <tr role="row">
      <td role="cell" class="card-note">
        <Status value={status} />
      </td>
      <td role="cell" class="card-detail cell-text" title={source_id ?? id}>
        <RowLink to={{ screen: 'order', id }}>{source_id ?? id}</RowLink>
      </td>
      {!isOfOneCustomer && (
        <td role="cell" class="card-name">
          {person ? (
            <span class="two-lines" title={person}>
              {person}
            </span>
          ) : (
            <span class="quiet">{text('no_customer')}</span>
          )}
        </td>
      )}
      <td role="cell" class="card-moment cell-items amount">
        <span class="when-narrow">{plural('items_count', items.length)}</span>
        <span class="when-wide">{items.length}</span>
      </td>
      <td role="cell" class={`card-figure cell-before amount ${hasDiscount ? 'struck' : 'repeated'}`}>
        <Money amount={amount} />
      </td>
      <td role="cell" class="card-value amount">
        <Money amount={total_amount} />
      </td>
      <td role="cell" class="card-moment cell-created">
        <Moment value={created_at} />
      </td>
    </tr>
  );
}

/** Orders as a table. */
export const OrderTable = ({ list, isOfOneCustomer = false }: OrderTableProps) => (
  <ListTable
    class={`order-table ${isOfOneCustomer ? 'of-one-customer' : ''}`}
    caption={text('orders')}
    columns={columns.filter(([name]) => !isOfOneCustomer || name !== 'customer')}
    list={list}
  >
    {list.rows.map((order) => (
      <Row key={order.id} order={order} isOfOneCustomer={isOfOneCustomer} />
    ))}
  </ListTable>
);

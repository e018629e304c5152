import type { Customer } from '../../../shared/customers/customers.ts';
import { personLabel } from '../../names.ts';
import { plural, type TextName, text } from '../../text.ts';
import { ListTable } from '../lists/list-table.tsx';
import { hrefOf } from '../navigation/route.ts';
import { rememberRow } from '../navigation/use-scroll-restoration.ts';
import { formatNumber } from '../values/format.ts';
import { Moment } from '../values/moment.tsx';
import { Money } from '../values/money.tsx';
import './customers.css';

interface CustomerTableProps {
  customers: readonly Customer[];
  isStale: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  failure: unknown;
}

const columns: readonly (readonly [TextName, string])[] = [
  ['customer', ''],
  ['email', ''],
  ['source_id', ''],
  ['paid_orders', 'amount'],
  ['spent', 'amount'],
  ['created', ''],
];

function Row({ customer }: { customer: Customer }) {
  const { id, email, phone, source_id, created_at } = customer;
  const { total_count, total_amount } = customer.summary.orders;
  const label = personLabel(customer);
  return (
    <tr role="row">
      <td role="cell" class="cell-name">
        <a id={`row-${id}`} href={hrefOf({ screen: 'customer', id })} onClick={() => rememberRow(id)}>
          {label}
        </a>
      </td>
      <td role="cell" class="cell-email">
        {email === label ? phone : (email ?? phone)}
      </td>
      <td role="cell" class="cell-source">
        {source_id === label ? '' : source_id}
      </td>
      <td role="cell" class="cell-count amount">
        <span class="when-narrow">{plural('paid_orders_count', total_count)}</span>
        <span class="when-wide">{formatNumber(total_count)}</span>
      </td>
      <td role="cell" class="cell-spent amount">
        <Money amount={total_amount} />
      </td>
      <td role="cell" class="cell-created">
        <Moment value={created_at} />
      </td>
    </tr>
  );
}

/** Customers as a table, with what they have bought. */
export const CustomerTable = ({ customers, ...list }: CustomerTableProps) => (
  <ListTable class="customer-table" caption={text('customers')} columns={columns} {...list}>
    {customers.map((customer) => (
      <Row key={customer.id} customer={customer} />
    ))}
  </ListTable>
);

import type { Customer } from '../../../shared/customers/customers.ts';
import { personLabel } from '../../names.ts';
import { plural, type TextName, text } from '../../text.ts';
import { ListTable } from '../lists/list-table.tsx';
import { RowLink } from '../lists/row-link.tsx';
import type { PagedList } from '../session/paged-query.ts';
import { formatNumber } from '../values/format.ts';
import { Moment } from '../values/moment.tsx';
import { Money } from '../values/money.tsx';
import './customers.css';

const columns: readonly (readonly [TextName, string])[] = [
  ['customer', ''],
  ['email', ''],
  ['source_id', 'cell-id'],
  ['paid_orders', 'cell-count amount'],
  ['spent', 'cell-money amount'],
  ['created', 'cell-created'],
];

function Row({ customer }: { customer: Customer }) {
  const { id, email, phone, source_id, created_at } = customer;
  const { total_count, total_amount } = customer.summary.orders;
  const label = personLabel(customer);
  const contact = email === label ? phone : (email ?? phone);
  const identifier = source_id === label ? null : source_id;
  return (
    <tr role="row">
      <td role="cell" class="card-name">
        <RowLink to={{ screen: 'customer', id }}>
          <span class="two-lines" title={label}>
            {label}
          </span>
        </RowLink>
      </td>
      <td role="cell" class="card-detail cell-text" title={contact ?? undefined}>
        {contact}
      </td>
      <td role="cell" class="card-note cell-text" title={identifier ?? undefined}>
        {identifier}
      </td>
      <td role="cell" class="card-figure amount">
        <span class="when-narrow">{plural('paid_orders_count', total_count)}</span>
        <span class="when-wide">{formatNumber(total_count)}</span>
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

/** Customers as a table, with what they have bought. */
export const CustomerTable = ({ list }: { list: PagedList<Customer> }) => (
  <ListTable class="customer-table" caption={text('customers')} columns={columns} list={list}>
    {list.rows.map((customer) => (
      <Row key={customer.id} customer={customer} />
    ))}
  </ListTable>
);

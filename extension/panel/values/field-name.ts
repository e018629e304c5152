import { OrderStatus } from '../../../shared/orders/orders.ts';
import { type TextName, text } from '../../text.ts';
import { currency } from '../session/session.ts';
import { columnName } from './column-name.ts';
import { formatMoney } from './format.ts';
import { statusName } from './status.tsx';

/** The fields whose names differ from those of their columns in an export, or that have none. */
const names: Record<string, TextName> = {
  sent_amount: 'amount',
  items: 'items',
  total_amount: 'total',
  customer_id: 'customer',
  referrer_id: 'referrer',
  birthday: 'birthdate',
  address: 'address',
  'address.line_1': 'address_line_1',
  'address.line_2': 'address_line_2',
  'address.postal_code': 'postal_code',
  'address.city': 'city',
  'address.state': 'address_state',
  'address.country': 'country',
};

/** The name of an order's or customer's field for reading; one of metadata has its key. */
export const fieldName = (field: string): string => {
  const name = field.startsWith('redemptions.') ? 'codes' : names[field];
  return name ? text(name) : columnName(field);
};

/** A field's value for reading. */
export function showField(field: string, value: unknown): string {
  if (value === null || value === undefined) return '–';
  const status = field === 'status' && OrderStatus.safeParse(value).data;
  if (status) return statusName(status);
  if (field.endsWith('amount') && typeof value === 'number') return formatMoney(value, currency.value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

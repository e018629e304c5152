import { OrderStatus } from '../../../shared/orders/orders.ts';
import { type TextName, text } from '../../text.ts';
import { currency } from '../session/session.ts';
import { formatMoney } from './format.ts';
import { statusName } from './status.tsx';

const names: Record<string, TextName> = {
  status: 'status',
  source_id: 'source_id',
  amount: 'amount',
  sent_amount: 'amount',
  initial_amount: 'initial_amount',
  discount_amount: 'order_discount',
  items: 'items',
  total_amount: 'total',
  customer_id: 'customer',
  referrer_id: 'referrer',
  created_at: 'created',
  name: 'name',
  email: 'email',
  phone: 'phone',
  description: 'description',
  birthdate: 'birthdate',
  birthday: 'birthdate',
  address: 'address',
  'address.line_1': 'address_line_1',
  'address.line_2': 'address_line_2',
  'address.postal_code': 'postal_code',
  'address.city': 'city',
  'address.state': 'address_state',
  'address.country': 'country',
};

/** What a field of an order or customer is called here; metadata by its key. */
export const fieldName = (field: string): string => {
  const name = field.startsWith('redemptions.') ? 'codes' : names[field];
  return name ? text(name) : field.replace(/^metadata\./, '');
};

/** A field's value for reading. */
export function showField(field: string, value: unknown): string {
  if (value === null || value === undefined) return '–';
  const status = field === 'status' && OrderStatus.safeParse(value).data;
  if (status) return statusName(status);
  if (field.endsWith('amount') && typeof value === 'number') return formatMoney(value, currency.value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

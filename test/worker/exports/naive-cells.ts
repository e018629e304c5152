import type { Customer } from '../../../shared/customers/customers.ts';
import type { Order, OrderItem } from '../../../shared/orders/orders.ts';

/*
 * What the cells of a file must say, as docs/api.md states it, over orders and customers as the API answers them. Nothing
 * here is shared with what is tested.
 */

export interface Format {
  timezone: string;
  amounts: 'minor' | 'decimal';
  formulas: 'escape' | 'raw';
  /** Digits of the currency. */
  digits: number;
}

type Cell = string;

function textCell(text: string | null | undefined, { formulas }: Format): Cell {
  if (text === null || text === undefined) return '';
  return formulas === 'escape' &&
    ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\n', '\r'].includes(text.charAt(0))
    ? `'${text}`
    : text;
}

function amountCell(amount: number | undefined, { amounts, digits }: Format): Cell {
  if (amount === undefined) return '';
  if (amounts === 'minor' || digits === 0) return String(amount);
  const padded = String(amount).padStart(digits + 1, '0');
  return `${padded.slice(0, -digits)}.${padded.slice(-digits)}`;
}

const two = (number: number): string => String(number).padStart(2, '0');

/** The wall clock of a zone by Intl, and how far it is from UTC. Whole minutes only. */
export function timeCell(iso: string | null | undefined, { timezone }: Pick<Format, 'timezone'>): Cell {
  if (!iso) return '';
  if (timezone === 'UTC') return iso;
  const moment = new Date(iso);
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: timezone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const [day, clock] = format.format(moment).split(' ');
  const milliseconds = iso.slice(-5, -1);
  const offset = Math.round((Date.parse(`${day}T${clock}${milliseconds}Z`) - moment.getTime()) / 60_000);
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${day}T${clock}${milliseconds}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;

/** A key with dots of its own is preferred to a nested one. */
function lookUp(metadata: unknown, key: string): unknown {
  const direct = own(metadata, key);
  return direct !== undefined ? direct : key.split('.').reduce(own, metadata);
}

function jsonCell(metadata: unknown, key: string, format: Format): Cell {
  const value = lookUp(metadata, key);
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? textCell(value, format) : JSON.stringify(value);
}

const orderCells: Record<string, (order: Order, format: Format) => Cell> = {
  id: ({ id }) => id,
  source_id: ({ source_id }, format) => textCell(source_id, format),
  created_at: ({ created_at }, format) => timeCell(created_at, format),
  updated_at: ({ updated_at }, format) => timeCell(updated_at, format),
  status: ({ status }) => status,
  amount: ({ amount }, format) => amountCell(amount, format),
  discount_amount: (order, format) => amountCell(order.discount_amount, format),
  items_discount_amount: (order, format) => amountCell(order.items_discount_amount, format),
  total_discount_amount: (order, format) => amountCell(order.total_discount_amount, format),
  total_amount: (order, format) => amountCell(order.total_amount, format),
  customer_id: ({ customer_id }) => customer_id ?? '',
  referrer_id: ({ referrer_id }) => referrer_id ?? '',
  metadata: ({ metadata }) => JSON.stringify(metadata),
  initial_amount: (order, format) => amountCell(order.initial_amount, format),
  customer_source_id: ({ customer }, format) => textCell(customer?.source_id, format),
  customer_name: ({ customer }, format) => textCell(customer?.name, format),
  customer_email: ({ customer }, format) => textCell(customer?.email, format),
  referrer_source_id: ({ referrer }, format) => textCell(referrer?.source_id, format),
  items_count: ({ items }) => String(items.length),
  items_quantity: ({ items }) => String(items.reduce((sum, { quantity }) => sum + BigInt(quantity), 0n)),
};

const itemCells: Record<string, (item: OrderItem, format: Format) => Cell> = {
  item_product_id: ({ product_id, product }, format) => textCell(product_id ?? product?.id, format),
  item_source_id: ({ source_id }, format) => textCell(source_id, format),
  item_sku: ({ sku }, format) => textCell(sku?.sku, format),
  item_name: ({ product }, format) => textCell(product?.name, format),
  item_quantity: ({ quantity }) => String(quantity),
  item_price: ({ price }, format) => amountCell(price, format),
  item_amount: ({ amount }, format) => amountCell(amount, format),
  item_discount_amount: (item, format) => amountCell(item.discount_amount, format),
  item_subtotal_amount: (item, format) => amountCell(item.subtotal_amount, format),
  item_related_object: ({ related_object }) => related_object ?? '',
  item_sku_id: ({ sku_id, sku }, format) => textCell(sku_id ?? sku?.id, format),
  item_product_source_id: ({ product }, format) => textCell(product?.source_id, format),
  item_sku_source_id: ({ sku }, format) => textCell(sku?.source_id, format),
};

/** The columns of lines and of customers, as docs/api.md lists them. */
export const itemColumns = Object.keys(itemCells);
export const customerColumns =
  `id source_id name email phone description birthday birthdate address_city address_state
  address_line_1 address_line_2 address_country address_postal_code redemptions_total_redeemed redemptions_total_failed
  redemptions_total_succeeded redemptions_total_rolled_back redemptions_total_rollback_failed
  redemptions_total_rollback_succeeded orders_total_amount orders_total_count orders_average_amount
  orders_last_order_amount orders_last_order_date loyalty_points loyalty_referred_customers created_at updated_at
  metadata`.split(/\s+/);
export const orderColumns = Object.keys(orderCells);

function orderCell(name: string, order: Order, item: OrderItem | undefined, format: Format): Cell {
  const ofOrder = orderCells[name];
  if (ofOrder) return ofOrder(order, format);
  const ofItem = itemCells[name];
  if (ofItem) return item ? ofItem(item, format) : '';
  return name.startsWith('item.metadata.')
    ? jsonCell(item?.metadata, name.slice('item.metadata.'.length), format)
    : jsonCell(order.metadata, name.slice('metadata.'.length), format);
}

/** The rows of one order: one, or one a line; an order without lines has one as well. */
export function orderRows(
  order: Order,
  fields: readonly string[],
  layout: 'orders' | 'items',
  format: Format,
): Cell[][] {
  const lines = layout === 'items' && order.items.length > 0 ? order.items : [undefined];
  return lines.map((item) => fields.map((name) => orderCell(name, order, item, format)));
}

/** Columns that Docket keeps nothing for. */
const EMPTY = /^(redemptions_|loyalty_)/;

/** A customer's columns that lie deeper in the API's reply. */
function customerCell(name: string, customer: Customer, format: Format): Cell {
  const { orders } = customer.summary;
  if (EMPTY.test(name)) return '0';
  if (name.startsWith('metadata.')) return jsonCell(customer.metadata, name.slice(9), format);
  if (name === 'metadata') return customer.metadata === undefined ? '' : JSON.stringify(customer.metadata);
  if (name === 'created_at' || name === 'updated_at') return timeCell(customer[name], format);
  if (name === 'orders_last_order_date') return timeCell(orders.last_order_date, format);
  if (name === 'orders_total_count') return String(orders.total_count);
  if (name.startsWith('orders_')) {
    return amountCell(
      orders[name.slice(7) as 'total_amount' | 'average_amount' | 'last_order_amount'],
      format,
    );
  }
  if (name.startsWith('address_')) {
    const address: Record<string, string | null | undefined> = customer.address ?? {};
    return textCell(address[name.slice(8)], format);
  }
  const text = customer[name as 'name'];
  return /^(id|birthday|birthdate)$/.test(name) ? (text ?? '') : textCell(text, format);
}

/** The row of a customer. */
export const customerRow = (customer: Customer, fields: readonly string[], format: Format): Cell[] =>
  fields.map((name) => customerCell(name, customer, format));

/** JSON cells are compared by what they mean: the order of an object's keys is nobody's promise. */
export const normalJson = (cell: Cell): unknown => (/^[[{]/.test(cell) ? tryParse(cell) : cell);

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

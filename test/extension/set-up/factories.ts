import { newId } from '../../../extension/identifiers.ts';
import type { CreateCustomer, Customer } from '../../../shared/customers/customers.ts';
import { type MetadataDefinition, MetadataSchema } from '../../../shared/metadata/metadata-definitions.ts';
import { orderTotals, priceItem, subtotalAmount, sumItems } from '../../../shared/orders/order-totals.ts';
import { CreateOrder, type Order } from '../../../shared/orders/orders.ts';
import type { Product } from '../../../shared/products.ts';

const AT = '2026-01-31T12:00:00.000Z';

/** A customer as it is answered, of what was sent of it. */
export const makeCustomer = (given: CreateCustomer = {}): Customer => ({
  id: newId('customer'),
  object: 'customer',
  ...(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) as Partial<Customer>),
  address: null,
  summary: {
    orders: { total_amount: 0, total_count: 0, average_amount: 0, last_order_amount: 0 },
    redemptions: {
      total_redeemed: 0,
      total_failed: 0,
      total_succeeded: 0,
      total_rolled_back: 0,
      total_rollback_failed: 0,
      total_rollback_succeeded: 0,
      gift: { redeemed_amount: 0, amount_to_go: 0 },
      loyalty_card: { redeemed_points: 0, points_to_go: 0 },
    },
  },
  loyalty: { points: 0, referred_customers: 0, campaigns: {} },
  referrals: { total: 0, campaigns: [] },
  created_at: AT,
});

/** A product without SKUs, or with these, by name and price. */
export function makeProduct(
  name: string,
  price: number | null,
  skus: [sku: string, price: number][] = [],
): Product {
  const id = newId('product');
  const times = { metadata: {}, image_url: null, created_at: AT, updated_at: null };
  const data = skus.map(([sku, own]) => ({
    id: newId('sku'),
    object: 'sku' as const,
    source_id: null,
    product_id: id,
    sku,
    price: own,
    currency: null,
    attributes: {},
    ...times,
  }));
  return {
    id,
    object: 'product',
    source_id: null,
    name,
    price,
    attributes: [],
    ...times,
    skus: { object: 'list', data_ref: 'data', data, total: data.length },
  };
}

/** A metadata schema of these definitions, which need only say their type. */
export const makeSchema = (
  resource: string,
  properties: Record<string, Partial<MetadataDefinition>>,
  allowDefinedOnly = false,
): MetadataSchema =>
  MetadataSchema.parse({
    id: 'ms_1',
    object: 'metadata_schema',
    related_object: resource,
    properties,
    allow_defined_only: allowDefinedOnly,
    created_at: AT,
    updated_at: null,
  });

function personOf(id: string | null, customers: ReadonlyMap<string, Customer>) {
  const person = id === null ? undefined : customers.get(id);
  if (!person) return undefined;
  const { source_id, name, email } = person;
  return {
    id: person.id,
    object: 'customer' as const,
    ...(source_id && { source_id }),
    ...(name && { name }),
    ...(email && { email }),
  };
}

/** What was sent as the order's own amount is not answered where lines have amounts, and comes back when they are gone. */
const sentAmounts = new WeakMap<Order, number | null>();

/**
 * The order after a write, as the server works it out: given fields change, others stay, metadata is merged by key.
 * @throws AmountOverflow
 */
export function writeOrder(
  body: CreateOrder,
  before?: Order,
  customers: ReadonlyMap<string, Customer> = new Map(),
): Order {
  const sentAmount = body.amount ?? (before && sentAmounts.get(before)) ?? null;
  const lines = (body.items ?? before?.items ?? []).map(priceItem);
  const discountAmount = body.discount_amount ?? before?.discount_amount ?? 0;
  const sums = sumItems(lines);
  const totals = orderTotals({ ...sums, sentAmount, discountAmount });
  const link = (given: string | null | undefined, old: string | null | undefined) =>
    given === undefined ? (old ?? null) : given;
  const customerId = link(body.customer_id, before?.customer_id);
  const referrerId = link(body.referrer_id, before?.referrer_id);
  const [customer, referrer] = [personOf(customerId, customers), personOf(referrerId, customers)];
  const order: Order = {
    id: body.id ?? before?.id ?? newId('order'),
    object: 'order',
    source_id: body.source_id ?? before?.source_id ?? null,
    status: body.status ?? before?.status ?? 'CREATED',
    created_at: body.created_at ?? before?.created_at ?? AT,
    updated_at: before ? AT : null,
    amount: totals.amount,
    initial_amount: before?.initial_amount ?? body.initial_amount ?? totals.amount,
    discount_amount: discountAmount,
    items_discount_amount: sums.itemsDiscountAmount,
    total_discount_amount: totals.totalDiscountAmount,
    total_amount: totals.totalAmount,
    applied_discount_amount: 0,
    items_applied_discount_amount: 0,
    total_applied_discount_amount: 0,
    items: lines.map((line) => {
      const subtotal = subtotalAmount(line);
      return {
        ...line,
        object: 'order_item',
        ...(subtotal !== undefined && { subtotal_amount: subtotal }),
      };
    }),
    metadata: { ...before?.metadata, ...body.metadata },
    customer_id: customerId,
    ...(customer && { customer }),
    referrer_id: referrerId,
    ...(referrer && { referrer }),
  };
  sentAmounts.set(order, sentAmount);
  return order;
}

/** A new order of what a client sends. */
export const makeOrder = (
  given: Partial<CreateOrder> = {},
  customers?: ReadonlyMap<string, Customer>,
): Order => writeOrder(CreateOrder.parse(given), undefined, customers);

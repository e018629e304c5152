/** The real orders of data/, and what the API must make of them, worked out anew from what is sent. */
import { expect } from 'vitest';
import { sampleOrders } from '../../scripts/demo.ts';

export interface SentOrder {
  source_id: string;
  status: 'PAID' | 'CANCELED';
  created_at: string;
  items: { source_id: string; quantity: number; price: number }[];
  metadata: Record<string, unknown>;
  customer?: { source_id: string; name: string; email: string; address: Record<string, string> };
}

/** The bodies as they are sent, and the same parsed. */
export const texts = sampleOrders();
export const orders: SentOrder[] = texts.map((text) => JSON.parse(text));

const orderAmount = ({ items }: SentOrder) =>
  items.reduce((sum, { price, quantity }) => sum + price * quantity, 0);

const anyId = (prefix: string) => expect.stringMatching(new RegExp(`^${prefix}_[0-9a-z]{26}$`));

/** What the API must answer for an order: all that was sent, and what follows from it. */
export function expectedOrder(sent: SentOrder) {
  const { customer } = sent;
  const amount = orderAmount(sent);
  return {
    id: anyId('ord'),
    object: 'order',
    source_id: sent.source_id,
    status: sent.status,
    created_at: sent.created_at,
    updated_at: null,
    amount,
    initial_amount: amount,
    discount_amount: 0,
    items_discount_amount: 0,
    total_discount_amount: 0,
    total_amount: amount,
    applied_discount_amount: 0,
    items_applied_discount_amount: 0,
    total_applied_discount_amount: 0,
    items: sent.items.map((item) => {
      const amount = item.price * item.quantity;
      return { object: 'order_item', ...item, amount, subtotal_amount: amount };
    }),
    metadata: sent.metadata,
    customer_id: customer ? anyId('cust') : null,
    ...(customer && {
      customer: {
        id: anyId('cust'),
        object: 'customer',
        source_id: customer.source_id,
        name: customer.name,
        email: customer.email,
      },
    }),
    referrer_id: null,
  };
}

function expectedSummary(sent: readonly SentOrder[]) {
  const paid = sent.filter(({ status }) => status === 'PAID');
  const total = paid.reduce((sum, order) => sum + orderAmount(order), 0);
  const last = paid.reduce<SentOrder | undefined>(
    (latest, order) => (latest && latest.created_at > order.created_at ? latest : order),
    undefined,
  );
  return {
    total_count: paid.length,
    total_amount: total,
    average_amount: paid.length > 0 ? Math.floor(total / paid.length + 0.5) : 0,
    last_order_amount: last ? orderAmount(last) : 0,
    ...(last && { last_order_date: last.created_at }),
  };
}

/** Every customer: the profile that was sent last, and the summary of the PAID orders. */
export function expectedCustomers() {
  const named = orders.filter(({ customer }) => customer);
  const byCustomer = Map.groupBy(named, ({ customer }) => customer?.source_id);
  return [...byCustomer.values()].map((sent) => ({
    profile: sent.at(-1)?.customer,
    summary: expectedSummary(sent),
  }));
}

import type { CustomerOfOrder } from '../../shared/customers.ts';
import { AmountOverflow, priceItem, sumItems } from '../../shared/order-totals.ts';
import type { CreateOrder, OrderStatus, UpdateOrder } from '../../shared/orders.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../identifiers.ts';

type LinkMode = 'keep' | 'detach' | 'link';

/** One order to be written, as the store's SQL reads it from JSON: null is "not given". */
export interface OrderWrite {
  /** Names the order to change; on creation at most one of the two is given. */
  matchId: string | null;
  matchSourceId: string | null;
  /** True for PUT: the order is not made where it is missing. */
  mustExist: boolean;
  /** Versions that are accepted; `[]` is any; null does not ask. */
  ifMatch: string[] | null;
  newId: string;
  sourceId: string | null;
  status: OrderStatus | null;
  createdAt: number | null;
  sentAmount: number | null;
  initialAmount: number | null;
  discountAmount: number | null;
  items: string | null;
  itemsCount: number | null;
  itemsAmount: number | null;
  itemsDiscountAmount: number | null;
  metadata: string | null;
  customer: LinkMode;
  customerId: string | null;
  customerSourceId: string | null;
  customerNewId: string | null;
  referrer: LinkMode;
  referrerId: string | null;
  referrerSourceId: string | null;
  referrerNewId: string | null;
  /** When and by which key: milliseconds, key id. */
  at: number;
  by: string;
}

/** The people that a write carries beside itself; they are stored before it. */
export interface OrderPeople {
  customer: CustomerOfOrder | undefined;
  referrer: CustomerOfOrder | undefined;
}

function itemColumns(items: CreateOrder['items']) {
  if (!items) return { items: null, itemsCount: null, itemsAmount: null, itemsDiscountAmount: null };
  try {
    const priced = items.map(priceItem);
    return { items: JSON.stringify(priced), itemsCount: priced.length, ...sumItems(priced) };
  } catch (error) {
    if (!(error instanceof AmountOverflow)) throw error;
    const { path, message } = error;
    throw new ApiError('invalid_payload', {
      details: `${path}: ${message}`,
      errors: [{ path, message }],
    });
  }
}

function linkColumns(person: CustomerOfOrder | undefined, id: string | null | undefined) {
  const mode: LinkMode = person || typeof id === 'string' ? 'link' : id === null ? 'detach' : 'keep';
  return {
    mode,
    id: person?.id ?? (person?.source_id ? null : (id ?? null)),
    sourceId: person?.source_id ?? null,
    newId: mode === 'link' ? newId('customer') : null,
  };
}

/** Which order a request means, and on what condition. */
export type OrderMatch = Pick<OrderWrite, 'matchId' | 'matchSourceId' | 'mustExist' | 'ifMatch'>;

/**
 * A validated order as a write.
 * @throws ApiError invalid_payload where amounts exceed 2^53 - 1
 */
export function toOrderWrite(
  order: CreateOrder | UpdateOrder,
  match: OrderMatch,
  change: { at: number; by: string },
): OrderWrite {
  const customer = linkColumns(order.customer, order.customer_id);
  const referrer = linkColumns(order.referrer, order.referrer_id);
  return {
    ...match,
    ...change,
    newId: match.mustExist || match.matchId === null ? newId('order') : match.matchId,
    sourceId: order.source_id ?? null,
    status: order.status ?? null,
    createdAt: order.created_at === undefined ? null : Date.parse(order.created_at),
    sentAmount: order.amount ?? null,
    initialAmount: order.initial_amount ?? null,
    discountAmount: order.discount_amount ?? null,
    ...itemColumns(order.items),
    metadata: order.metadata ? JSON.stringify(order.metadata) : null,
    customer: customer.mode,
    customerId: customer.id,
    customerSourceId: customer.sourceId,
    customerNewId: customer.newId,
    referrer: referrer.mode,
    referrerId: referrer.id,
    referrerSourceId: referrer.sourceId,
    referrerNewId: referrer.newId,
  };
}

import type { CustomerOfOrder } from '../../../shared/customers/customers.ts';
import { idPattern } from '../../../shared/identifiers.ts';
import type { CreateOrder, OrderItemInput, UpdateOrder } from '../../../shared/orders/orders.ts';
import { newId } from '../../identifiers.ts';
import type { WriteMatch } from '../../sql/write-match.ts';
import { type ItemColumns, type LinkMode, type OrderWrite, toSentColumns } from '../stores/columns-store.ts';

/** The order that a request means, and on what condition. */
export type OrderMatch = Omit<WriteMatch, 'place'>;

/** The people that an order comes with; they are stored before it. */
export interface OrderPeople {
  customer: CustomerOfOrder | undefined;
  referrer: CustomerOfOrder | undefined;
}

/** An order to be written, its lines as they were sent, and the people it comes with. */
export interface OrderEntry {
  write: Omit<OrderWrite, keyof ItemColumns>;
  items: readonly OrderItemInput[] | undefined;
  people: OrderPeople;
}

/**
 * Merges an object and an id, of which either or both name the person: `customer: {…}` with `customer_id` is
 * that customer.
 */
function toNamed(
  person: CustomerOfOrder | undefined,
  id: string | null | undefined,
): CustomerOfOrder | undefined {
  return typeof id === 'string' ? { ...person, id } : person;
}

/**
 * Tells whether an object describes a person, beyond an id, and that id is one a customer can be made with.
 */
const describesPerson = ({ id = '', ...more }: CustomerOfOrder): boolean =>
  idPattern('customer').test(id) && Object.values(more).some((value) => value != null);

function linkColumns(
  person: CustomerOfOrder | undefined,
  id: string | null | undefined,
  makesPeople: boolean,
) {
  const mode: LinkMode = person ? 'link' : id === null ? 'detach' : 'keep';
  return {
    mode,
    isMade: person && makesPeople && describesPerson(person) ? (true as const) : null,
    id: person?.id ?? null,
    sourceId: person?.source_id ?? null,
    newId: mode === 'link' ? newId('customer') : null,
  };
}

/** Identifies the order that a posted one means: by `id`, else by `source_id`; it may be new. */
export const matchPosted = ({ id, source_id }: Pick<CreateOrder, 'id' | 'source_id'>): OrderMatch => ({
  matchId: id ?? null,
  matchSourceId: id ? null : (source_id ?? null),
  mustExist: false,
  ifMatch: null,
});

/**
 * Turns a validated order into an entry of a list to be written.
 * @param change when, by which key and where in the list; `newId` is the id of a new order that brings none.
 *   `makesPeople`: an object with the id of no customer makes one of that id, if it has more than the id
 */
export function toOrderEntry(
  order: CreateOrder | UpdateOrder,
  match: OrderMatch,
  change: { at: number; by: string; place: number; newId?: string; makesPeople?: boolean },
): OrderEntry {
  const people = {
    customer: toNamed(order.customer, order.customer_id),
    referrer: toNamed(order.referrer, order.referrer_id),
  };
  const { newId: madeId, makesPeople = false, ...origin } = change;
  const customer = linkColumns(people.customer, order.customer_id, makesPeople);
  const referrer = linkColumns(people.referrer, order.referrer_id, makesPeople);
  const write: OrderEntry['write'] = {
    ...match,
    ...origin,
    newId: match.mustExist || match.matchId === null ? (madeId ?? newId('order')) : match.matchId,
    ...toSentColumns(order),
    sentAmount: order.amount ?? null,
    initialAmount: order.initial_amount ?? null,
    discountAmount: order.discount_amount ?? null,
    shownApplied: order.applied_discount_amount ?? null,
    metadata: order.metadata ?? null,
    redemptions: null,
    appliedDiscountAmount: null,
    customer: customer.mode,
    customerId: customer.id,
    customerSourceId: customer.sourceId,
    customerNewId: customer.newId,
    customerIsMade: customer.isMade,
    referrer: referrer.mode,
    referrerId: referrer.id,
    referrerSourceId: referrer.sourceId,
    referrerNewId: referrer.newId,
    referrerIsMade: referrer.isMade,
  };
  return { write, items: order.items, people };
}

import { appliedTo, type StoredItem } from '../../shared/applied-discounts.ts';
import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import { idPattern } from '../../shared/identifiers.ts';
import { AmountOverflow, priceItem, sumItems } from '../../shared/orders/order-totals.ts';
import type { CreateOrder, OrderItemInput, UpdateOrder } from '../../shared/orders/orders.ts';
import { invalidField } from '../http/errors.ts';
import { newId } from '../identifiers.ts';
import type { LinkMode, OrderMatch, OrderWrite } from './write-store.ts';

/** The people that a write carries beside itself; they are stored before it. */
interface OrderPeople {
  customer: CustomerOfOrder | undefined;
  referrer: CustomerOfOrder | undefined;
}

/** An order to be written, its lines as they were sent, and the people it carries. */
export interface OrderEntry {
  write: Omit<OrderWrite, keyof ItemColumns>;
  items: readonly OrderItemInput[] | undefined;
  people: OrderPeople;
}

type ItemColumns = Pick<
  OrderWrite,
  'items' | 'itemsCount' | 'itemsAmount' | 'itemsDiscountAmount' | 'itemsAppliedDiscountAmount'
>;

/** An order whose lines are filled and priced. */
export interface PricedEntry {
  write: OrderWrite;
  people: OrderPeople;
  /** Whether the lines are those that are stored, whose metadata was checked when they were. */
  keepsLines?: boolean;
}

/**
 * The columns that follow from lines which are filled and priced.
 * @throws AmountOverflow
 */
export const itemColumns = (items: StoredItem[]): ItemColumns => ({
  items,
  itemsCount: items.length,
  itemsAppliedDiscountAmount: items.reduce((sum, item) => sum + appliedTo(item), 0),
  ...sumItems(items),
});

const noItems: ItemColumns = {
  items: null,
  itemsCount: null,
  itemsAmount: null,
  itemsDiscountAmount: null,
  itemsAppliedDiscountAmount: null,
};

function pricedColumns(items: readonly OrderItemInput[] | undefined): ItemColumns {
  if (!items) return noItems;
  try {
    return itemColumns(items.map(priceItem));
  } catch (error) {
    if (!(error instanceof AmountOverflow)) throw error;
    throw invalidField('invalid_payload', error.path, error.message);
  }
}

/**
 * The entry with its lines priced.
 * @throws ApiError invalid_payload where amounts exceed 2^53 - 1
 */
export const toPriced = ({ write, items, people }: OrderEntry): PricedEntry => ({
  write: { ...write, ...pricedColumns(items) },
  people,
});

/** The person that an object and an id name, alone or together: `customer: {…}` beside `customer_id` is that customer. */
function toNamed(
  person: CustomerOfOrder | undefined,
  id: string | null | undefined,
): CustomerOfOrder | undefined {
  return typeof id === 'string' ? { ...person, id } : person;
}

/** Whether an object says more of a person than an id, and that is one a customer can be made with. */
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

/** Which order a posted one means: the one of its id, else of its source_id, which may be new. */
export const matchOfPosted = ({ id, source_id }: Pick<CreateOrder, 'id' | 'source_id'>): OrderMatch => ({
  matchId: id ?? null,
  matchSourceId: id ? null : (source_id ?? null),
  mustExist: false,
  ifMatch: null,
});

/**
 * A validated order as an entry of a list to be written.
 * @param change when, by which key and where in the list; `newId` is the id of the order if it is new and brings none.
 *   `makesPeople`: an object with the id of no customer makes one of that id, if it says more than the id
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
    sourceId: order.source_id ?? null,
    status: order.status ?? null,
    createdAt: order.created_at === undefined ? null : Date.parse(order.created_at),
    sentAmount: order.amount ?? null,
    initialAmount: order.initial_amount ?? null,
    discountAmount: order.discount_amount ?? null,
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

import { MAX_AMOUNT } from '../../shared/money.ts';
import { orderTotals } from '../../shared/orders/order-totals.ts';
import type { OrderStatus } from '../../shared/orders/orders.ts';
import {
  giveBack,
  keepApplied,
  readOwnDiscount,
  type StoredItem,
  takeOff,
} from '../orders/engine/applied-discounts.ts';
import type { CatalogueNames } from '../orders/lines/catalogue.ts';
import { nextSentColumns } from '../orders/stores/columns-store.ts';
import type { OrderRedemptions, OrderRow, PresentOrder } from '../orders/stores/store.ts';
import { itemColumns, type PricedOrder } from '../orders/write/price.ts';
import type { RuleLine } from '../validation-rules/engine/conditions/facts.ts';
import { type DiscountedOrder, type DiscountParts, withDiscount } from './engine/order-discounts.ts';

/** An order as it would be if it were written now: what is stored, changed by a request, less discounts. */
export interface OrderDraft {
  entry: PricedOrder;
  present: PresentOrder | undefined;
  items: StoredItem[];
  /** By what else than they say themselves the catalogue knows the items, where rules ask for that. */
  names: readonly CatalogueNames[];
  amount: number;
  discountAmount: number;
  appliedDiscountAmount: number;
  /** The id of the customer whom the request names, where there is one; of others the stored order's is shown. */
  namedCustomer: string | undefined;
}

const storedItems = ({ items }: OrderRow): StoredItem[] => JSON.parse(items);

/** The order's discount after the request, which may send back what a validation has shown. */
function nextDiscount({ write }: PricedOrder, present: PresentOrder | undefined): number {
  const { discountAmount: discount = 0, appliedDiscountAmount: applied = 0 } = present ?? {};
  const { discountAmount: given, shownApplied: shown } = write;
  if (given === null) return discount;
  const own = readOwnDiscount({ given, shown }, present && { discount, own: discount - applied });
  return Math.min(MAX_AMOUNT, own + applied);
}

/**
 * @param entry the order of the request, its lines filled and priced
 * @param namedCustomer the id of the customer whom it names, where that one is known
 */
export function toDraft(
  entry: PricedOrder,
  present: PresentOrder | undefined,
  namedCustomer?: string,
): OrderDraft {
  const { items: given, sentDiscounts, sentAmount } = entry.write;
  const before = present ? storedItems(present) : [];
  const items = given ? keepApplied(given, before, sentDiscounts) : before;
  return {
    entry,
    present,
    items,
    names: [],
    amount: itemColumns(items).itemsAmount ?? sentAmount ?? present?.sentAmount ?? 0,
    discountAmount: nextDiscount(entry, present),
    appliedDiscountAmount: present?.appliedDiscountAmount ?? 0,
    namedCustomer,
  };
}

/** Of a customer whom the request names no more is shown than that: a storefront may not read profiles. */
const NOT_SHOWN = '[]';

/** The customer whom the order would have; a new one has no id yet. */
function nextCustomer({
  entry,
  present,
  namedCustomer,
}: OrderDraft): Pick<OrderRow, 'customerId' | 'customer'> {
  const { customer: mode, customerId, customerSourceId } = entry.write;
  const stored = { customerId: present?.customerId ?? null, customer: present?.customer ?? null };
  if (mode === 'keep' || namedCustomer === stored.customerId) return stored;
  const isNamed = customerId !== null || customerSourceId !== null;
  if (mode === 'link' && !isNamed) return stored;
  if (namedCustomer === undefined) return { customerId: null, customer: null };
  return { customerId: namedCustomer, customer: NOT_SHOWN };
}

/** The lines as rules see them. */
export const toRuleLines = ({ items, names }: OrderDraft): RuleLine[] =>
  items.map((item, index) => ({ ...item, known: names[index] }));

/** The order as a discount sees it. */
export const toDiscounted = ({ amount, discountAmount, items }: OrderDraft): DiscountedOrder => ({
  amount,
  discount: discountAmount,
  lines: items.map((item) => ({ amount: item.amount, discount: item.discount_amount ?? 0 })),
});

/** The draft after a redemption has taken `parts` off. */
export const discountDraft = (draft: OrderDraft, parts: DiscountParts, redemption: string): OrderDraft => ({
  ...draft,
  items: takeOff(draft.items, parts.lines, redemption),
  discountAmount: withDiscount(toDiscounted(draft), parts).discount,
  appliedDiscountAmount: draft.appliedDiscountAmount + parts.order,
});

/** The row that the draft would become; a new order's has its new id. */
export function toDraftRow(draft: OrderDraft): OrderRow {
  const { entry, present, items, discountAmount, appliedDiscountAmount } = draft;
  const { write } = entry;
  const columns = itemColumns(items);
  const itemsDiscountAmount = columns.itemsDiscountAmount ?? 0;
  const totals = orderTotals({
    itemsAmount: draft.amount,
    sentAmount: null,
    discountAmount,
    itemsDiscountAmount,
  });
  return {
    id: present?.id ?? write.newId,
    ...nextSentColumns(write, present),
    updatedAt: present?.updatedAt ?? null,
    version: present?.version ?? 0,
    ...totals,
    initialAmount: write.initialAmount ?? present?.initialAmount ?? draft.amount,
    discountAmount,
    itemsDiscountAmount,
    metadata: JSON.stringify({ ...JSON.parse(present?.metadata ?? '{}'), ...write.metadata }),
    items: JSON.stringify(items),
    ...nextCustomer(draft),
    referrerId: present?.referrerId ?? null,
    referrer: present?.referrer ?? null,
    appliedDiscountAmount,
    itemsAppliedDiscountAmount: columns.itemsAppliedDiscountAmount ?? 0,
    redemptions: present?.redemptions ?? null,
  };
}

/**
 * The draft without what redemptions have taken off its lines, and `amount` of what they took off the order
 * itself.
 */
export const undiscountDraft = (
  draft: OrderDraft,
  redemptions: readonly string[],
  amount: number,
): OrderDraft => ({
  ...draft,
  items: giveBack(draft.items, redemptions),
  discountAmount: draft.discountAmount - amount,
  appliedDiscountAmount: draft.appliedDiscountAmount - amount,
});

/**
 * Turns a draft into the order that is written, with its new status and redemptions; lines that stay as
 * stored are left out. Its batch is refused when the order is no longer as the draft has it: so one that was
 * not there is only inserted.
 */
export function toDraftOrder(
  draft: OrderDraft,
  changes: { status: OrderStatus | null; redemptions: OrderRedemptions },
): PricedOrder {
  const { entry, present, items, discountAmount, appliedDiscountAmount } = draft;
  const isGiven = entry.write.items !== null;
  const isTouched = isGiven || JSON.stringify(items) !== present?.items;
  return {
    ...entry,
    keepsLines: !isGiven,
    write: {
      ...entry.write,
      ...(!present && entry.write.matchId === null && { matchSourceId: null }),
      ...(isTouched && itemColumns(items)),
      ...changes,
      discountAmount,
      appliedDiscountAmount,
    },
  };
}

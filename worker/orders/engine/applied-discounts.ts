import { MAX_AMOUNT } from '../../../shared/money.ts';
import { type PricedItem, priceItem } from '../../../shared/orders/order-totals.ts';
import { OrderItemInput } from '../../../shared/orders/orders.ts';

/**
 * A line as it is stored. Where vouchers are in effect, `own` is its own discount, and `applied` what each of
 * them was promised to take off, by the redemption's id. `discount_amount` is all of that together, but never
 * more than the line costs: the promise stays, and counts again when the line costs more. These three stand
 * last, so that a line is the same to the letter however it came about.
 */
export type StoredItem = PricedItem & { own?: number; applied?: Record<string, number> };

const capped = ({ amount = MAX_AMOUNT }: StoredItem, discount: number): number => Math.min(discount, amount);

/** The discount of a line without what vouchers take off. */
const ownDiscount = ({ discount_amount = 0, own = discount_amount }: StoredItem): number => own;

/**
 * Sums up what vouchers in effect take off a line, or what some redemptions do. Where the line costs less
 * than was promised, its own discount counts first, then the redemptions in their order.
 */
export function appliedTo(item: StoredItem, redemptions?: readonly string[]): number {
  let left = (item.discount_amount ?? 0) - ownDiscount(item);
  let sum = 0;
  for (const [id, promised] of Object.entries(item.applied ?? {})) {
    const part = Math.min(promised, left);
    left -= part;
    if (redemptions?.includes(id) ?? true) sum += part;
  }
  return sum;
}

/** A discount as a request gives it, and what its sender was shown that vouchers take off of that, if at all. */
export interface SentDiscount {
  given: number;
  shown: number | null;
}

/**
 * Reads from a request the discount without what vouchers take off. Who was shown their part, as every reply
 * shows it, has it beside the sum. Who sends the present sum back leaves it as it is. Any other amount is the
 * sender's own discount, as a cart knows it.
 * @param present the discount that there is, and how much of it is its own
 */
export function readOwnDiscount(
  { given, shown }: SentDiscount,
  present: { discount: number; own: number } | undefined,
): number {
  if (shown !== null) return Math.max(0, given - shown);
  return present?.discount === given ? present.own : given;
}

function discounted(item: StoredItem, own: number, applied: Record<string, number>): StoredItem {
  const { discount_amount: _, own: __, applied: ___, ...line } = item;
  const ownPart = capped(line, own);
  const promised = Object.values(applied);
  if (promised.length === 0)
    return priceItem(OrderItemInput.parse({ ...line, ...(ownPart > 0 && { discount_amount: ownPart }) }), 0);
  const all = promised.reduce((sum, amount) => sum + amount, ownPart);
  return { ...line, discount_amount: capped(line, Math.min(MAX_AMOUNT, all)), own: ownPart, applied };
}

/** Takes the `parts` of a redemption off the lines, line by line. */
export const takeOff = (
  items: readonly StoredItem[],
  parts: readonly number[],
  redemption: string,
): StoredItem[] =>
  items.map((item, index) => {
    const part = parts[index] ?? 0;
    if (part === 0) return item;
    return discounted(item, ownDiscount(item), { ...item.applied, [redemption]: part });
  });

/** Gives back what the redemptions have taken off the lines. */
export const giveBack = (items: readonly StoredItem[], redemptions: readonly string[]): StoredItem[] =>
  items.map((item) => {
    const before = Object.entries(item.applied ?? {});
    const left = before.filter(([id]) => !redemptions.includes(id));
    if (left.length === before.length) return item;
    return discounted(item, ownDiscount(item), Object.fromEntries(left));
  });

/** The lines, each with the number of lines before it that name the same. */
function numbered(items: readonly StoredItem[]): [name: string, item: StoredItem][] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const name = JSON.stringify([item.sku_id ?? null, item.product_id ?? null, item.source_id ?? null]);
    const number = seen.get(name) ?? 0;
    seen.set(name, number + 1);
    return [`${number} ${name}`, item];
  });
}

/**
 * Keeps on new lines of an order what vouchers in effect have taken off its old ones: it stays with the line
 * of the same SKU, product and source_id, beside the discount of its own that is sent.
 * kept-discounts-store.ts has the same rule in SQL, for an order that is written; a test compares the two.
 * @param sent the discounts of lines that say more than the lines do
 */
export function keepApplied(
  items: readonly StoredItem[],
  before: readonly StoredItem[],
  sent: readonly (SentDiscount | null)[] | null,
): StoredItem[] {
  const known = new Map(numbered(before));
  return numbered(items).map(([name, item], index) => {
    const old = known.get(name);
    const { discount_amount: given = 0 } = item;
    const present = old && { discount: old.discount_amount ?? 0, own: ownDiscount(old) };
    const own = capped(item, readOwnDiscount(sent?.[index] ?? { given, shown: null }, present));
    if (!old?.applied && own === given) return item;
    return discounted(item, own, old?.applied ?? {});
  });
}

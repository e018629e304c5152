import { type PricedItem, priceItem } from '../../../shared/orders/order-totals.ts';
import { OrderItemInput } from '../../../shared/orders/orders.ts';

/**
 * A line as it is stored: `applied` is what vouchers in effect have taken off it, by the redemption's id, and
 * part of its `discount_amount`. Both stand last, so that a line is the same to the letter however it came
 * about.
 */
export type StoredItem = PricedItem & { applied?: Record<string, number> };

/** Sums up what vouchers in effect have taken off a line, or what one redemption has. */
export const appliedTo = ({ applied = {} }: StoredItem, redemption?: string): number =>
  redemption === undefined
    ? Object.values(applied).reduce((sum, amount) => sum + amount, 0)
    : (applied[redemption] ?? 0);

function discounted(item: StoredItem, discount: number, applied: Record<string, number>): StoredItem {
  const { discount_amount: _, applied: __, ...line } = item;
  if (Object.keys(applied).length > 0) return { ...line, discount_amount: discount, applied };
  return priceItem(OrderItemInput.parse({ ...line, ...(discount > 0 && { discount_amount: discount }) }), 0);
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
    return discounted(item, (item.discount_amount ?? 0) + part, { ...item.applied, [redemption]: part });
  });

/** Gives back what the redemptions have taken off the lines. */
export const giveBack = (items: readonly StoredItem[], redemptions: readonly string[]): StoredItem[] =>
  items.map((item) => {
    const given = redemptions.reduce((sum, id) => sum + appliedTo(item, id), 0);
    if (given === 0) return item;
    const left = Object.entries(item.applied ?? {}).filter(([id]) => !redemptions.includes(id));
    return discounted(item, (item.discount_amount ?? 0) - given, Object.fromEntries(left));
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
 * of the same SKU, product and source_id, and is the least that is off it. kept-discounts-store.ts has the
 * same rule in SQL, for an order that is written; a test compares the two.
 */
export function keepApplied(items: readonly StoredItem[], before: readonly StoredItem[]): StoredItem[] {
  const known = new Map(numbered(before));
  return numbered(items).map(([name, item]) => {
    const applied = known.get(name)?.applied;
    if (!applied) return item;
    return discounted(item, Math.max(item.discount_amount ?? 0, appliedTo({ ...item, applied })), applied);
  });
}

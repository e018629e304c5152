import type { Order } from '../../../shared/orders/orders.ts';
import type { Discount } from '../../../shared/vouchers/discounts.ts';

/*
 * The rules of discounts once more, written from docs/api.md in exact fractions of BigInt and without a look at
 * the code: what the tests of redemptions compare the API with.
 */

/** A fraction; `of` is above 0. */
interface Fraction {
  whole: bigint;
  of: bigint;
}

const floor = ({ whole, of }: Fraction): bigint => whole / of;
const halfUp = ({ whole, of }: Fraction): bigint => (2n * whole + of) / (2n * of);
const rest = (fraction: Fraction): Fraction => ({ whole: fraction.whole % fraction.of, of: fraction.of });
const isMore = (a: Fraction, b: Fraction): boolean => a.whole * b.of > b.whole * a.of;
const least = (a: bigint, b: bigint): bigint => (a - b < 0n ? a : b);
const notBelowZero = (amount: bigint): bigint => (amount > 0n ? amount : 0n);
const total = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((sum, amount) => sum + amount, 0n);

/** Divides an amount by weights: shares rounded down, what is left to the largest remainders, the earlier first. */
function divide(amount: bigint, weights: readonly bigint[]): bigint[] {
  const all = total(weights);
  if (all <= amount) return [...weights];
  const shares = weights.map((weight) => ({ whole: weight * amount, of: all }));
  const parts = shares.map(floor);
  for (let left = amount - total(parts); left > 0n; left -= 1n) {
    let best = -1;
    for (const [index, share] of shares.entries())
      if (parts[index] === floor(share) && (best < 0 || isMore(rest(share), rest(shares[best] as Fraction))))
        best = index;
    parts[best] = (parts[best] ?? 0n) + 1n;
  }
  return parts;
}

/** What a discount takes off an amount where nothing limits it. */
function shareOf(discount: Discount, amount: bigint): bigint {
  if (discount.type === 'AMOUNT') return least(BigInt(discount.amount_off), amount);
  const [digits = '', decimals = ''] = discount.percent_off.toFixed(4).split('.');
  return halfUp({ whole: amount * BigInt(digits + decimals), of: 1_000_000n });
}

/** Amounts and lines of an order as a request sends them, or as a reply shows them. */
export interface Cart {
  amount?: number;
  discount_amount?: number;
  applied_discount_amount?: number;
  items?: CartLine[];
}

interface CartLine {
  product_id: string;
  quantity: number;
  price?: number;
  amount?: number;
  discount_amount?: number;
  applied_discount_amount?: number;
}

/** A voucher; it may be for the lines of one product alone. */
export interface ExactVoucher {
  discount: Discount;
  only?: string;
}

interface Discounted {
  /** The discount of its own. */
  own: bigint;
  /** What vouchers in effect were promised to take off, by redemption, in their sequence. */
  promised: Map<string, bigint>;
}

interface ExactLine extends Discounted {
  name: string;
  /** What it costs; undefined where that is not known. */
  cost: bigint | undefined;
}

/** Reads the discount that a request gives without what vouchers take off. */
function readOwn(given: number, shown: number | undefined, present?: { shown: bigint; own: bigint }): bigint {
  if (shown !== undefined) return notBelowZero(BigInt(given - shown));
  return present?.shown === BigInt(given) ? present.own : BigInt(given);
}

/** An order whose discounts are calculated exactly. */
export class ExactOrder {
  #sent: bigint | undefined;
  #lines: ExactLine[] = [];
  #whole: Discounted = { own: 0n, promised: new Map() };

  get #amount(): bigint {
    const costs = this.#lines.map(({ cost }) => cost);
    if (costs.length === 0 || costs.includes(undefined)) return this.#sent ?? 0n;
    return total(costs as bigint[]);
  }

  /** What is off a line: its own discount first, and in all no more than it costs. */
  #off({ own, promised, cost }: ExactLine): bigint {
    const all = own + total(promised.values());
    return cost === undefined ? all : least(cost, all);
  }

  get #left(): bigint {
    const off = total(this.#lines.map((line) => this.#off(line)));
    return notBelowZero(this.#amount - off - this.#whole.own - total(this.#whole.promised.values()));
  }

  /** Writes what a request gives. Lines are replaced as a whole; what vouchers took off stays with their product. */
  write({ amount, discount_amount: given, applied_discount_amount: shown, items }: Cart): void {
    if (given !== undefined) {
      const { own, promised } = this.#whole;
      this.#whole.own = readOwn(given, shown, { shown: own + total(promised.values()), own });
    }
    if (items) {
      const before = [...this.#lines];
      this.#lines = items.map((item) => {
        const place = before.findIndex(({ name }) => name === item.product_id);
        const [old] = place < 0 ? [] : before.splice(place, 1);
        const cost = item.price === undefined ? item.amount : item.price * item.quantity;
        const present = old && { shown: this.#off(old), own: old.own };
        const own = readOwn(item.discount_amount ?? 0, item.applied_discount_amount, present);
        return {
          name: item.product_id,
          cost: cost === undefined ? undefined : BigInt(cost),
          own: cost === undefined ? own : least(own, BigInt(cost)),
          promised: old?.promised ?? new Map(),
        };
      });
    }
    // The amount that it has anyway is no change of the amount that is hidden by its lines.
    if (amount !== undefined && BigInt(amount) !== this.#amount) this.#sent = BigInt(amount);
  }

  /** Whether none of the lines that a voucher is for is there. */
  lacksLines({ discount, only }: ExactVoucher): boolean {
    const isForLines = only !== undefined && discount.effect !== 'APPLY_TO_ORDER';
    return isForLines && !this.#lines.some(({ name }) => name === only);
  }

  redeem(redemption: string, { discount, only }: ExactVoucher): void {
    const left = this.#left;
    const limit = discount.type === 'PERCENT' ? discount.amount_limit : undefined;
    const most = limit === undefined ? left : least(left, BigInt(limit));
    if (discount.effect === 'APPLY_TO_ORDER') {
      this.#whole.promised.set(redemption, least(shareOf(discount, left), most));
      return;
    }
    const leftOf = this.#lines.map((line) =>
      line.cost === undefined || (only !== undefined && line.name !== only)
        ? 0n
        : line.cost - this.#off(line),
    );
    const parts =
      discount.effect === 'APPLY_TO_ITEMS_PROPORTIONALLY'
        ? divide(least(BigInt(discount.amount_off), most), leftOf)
        : divide(
            most,
            leftOf.map((amount) => shareOf(discount, amount)),
          );
    for (const [index, line] of this.#lines.entries())
      if (parts[index]) line.promised.set(redemption, parts[index]);
  }

  rollBack(redemption: string): void {
    for (const { promised } of [this.#whole, ...this.#lines]) promised.delete(redemption);
  }

  /** The amounts as a reply has them. */
  get amounts(): Amounts {
    const [amount, left, { own, promised }] = [this.#amount, this.#left, this.#whole];
    const lines = this.#lines.map((line): Amounts['lines'][number] => {
      const off = this.#off(line);
      const applied = off - least(off, line.own);
      const subtotal = line.cost === undefined ? undefined : Number(line.cost - off);
      return [line.name, Number(off), Number(applied), subtotal];
    });
    return {
      amount: Number(amount),
      discount_amount: Number(own + total(promised.values())),
      applied_discount_amount: Number(total(promised.values())),
      items_discount_amount: lines.reduce((sum, [, off]) => sum + off, 0),
      items_applied_discount_amount: lines.reduce((sum, [, , applied]) => sum + applied, 0),
      total_discount_amount: Number(amount - left),
      total_amount: Number(left),
      lines,
    };
  }
}

/** The amounts of an order; of each line its product, what is off it, how much of that by vouchers, and what is left. */
export interface Amounts {
  amount: number;
  discount_amount: number;
  applied_discount_amount: number;
  items_discount_amount: number;
  items_applied_discount_amount: number;
  total_discount_amount: number;
  total_amount: number;
  lines: [product: string | undefined, off: number, applied: number, subtotal: number | undefined][];
}

/** The amounts that a reply shows. */
export const amountsOf = (order: Pick<Order, Exclude<keyof Amounts, 'lines'> | 'items'>): Amounts => ({
  amount: order.amount,
  discount_amount: order.discount_amount,
  applied_discount_amount: order.applied_discount_amount,
  items_discount_amount: order.items_discount_amount,
  items_applied_discount_amount: order.items_applied_discount_amount,
  total_discount_amount: order.total_discount_amount,
  total_amount: order.total_amount,
  lines: order.items.map((item) => [
    item.product_id,
    item.discount_amount ?? 0,
    item.applied_discount_amount ?? 0,
    item.subtotal_amount,
  ]),
});

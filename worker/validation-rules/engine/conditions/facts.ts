import type { Metadata } from '../../../../shared/metadata/metadata.ts';
import type { OrderItem } from '../../../../shared/orders/orders.ts';

/** A line as rules see it; amounts and prices are minor units before discounts. */
export type RuleLine = Pick<
  OrderItem,
  | 'product_id'
  | 'sku_id'
  | 'source_id'
  | 'related_object'
  | 'product'
  | 'sku'
  | 'quantity'
  | 'price'
  | 'amount'
  | 'metadata'
> & {
  /** The ids and source_ids by which the catalogue knows its product and SKU, beside those that it carries. */
  known?: Record<'product' | 'sku', readonly string[]> | undefined;
};

/** What rules know of an order: as the voucher meets it, so `totalAmount` is less the discounts of those before it. */
interface RuleOrder {
  amount: number;
  initialAmount: number;
  totalAmount: number;
  metadata: Metadata;
  lines: readonly RuleLine[];
}

/** What rules know of who redeems; `segments` are ids. */
interface RuleCustomer {
  /** Whether the next redemption would find the same customer again: one with neither id nor source_id is new each time. */
  isKnown: boolean;
  metadata: Metadata;
  segments: ReadonlySet<string>;
}

/**
 * How often a voucher is used, and how much it takes off, with the redemption in question: in all, in this day and this month
 * of UTC, and by this customer. What was rolled back does not count. `amount` is in minor units.
 */
export interface VoucherUses {
  total: number;
  day: number;
  month: number;
  customer: number;
  amount: number;
}

/** All that rules are decided by. An order or customer that nobody named is undefined: rules about it do not hold. */
export interface RuleFacts {
  order: RuleOrder | undefined;
  customer: RuleCustomer | undefined;
  metadata: Metadata;
  uses: VoucherUses;
  /** Milliseconds. */
  now: number;
}

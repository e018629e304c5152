import type { Order, OrderRedemption } from '../../shared/orders.ts';
import { formatTimestamp } from '../../shared/times.ts';

/** A redemption, or a stack of them, as its order keeps it, and its rollback; times in milliseconds. */
interface KeptRedemption {
  at: number;
  stacked?: string[];
  rollback?: { id: string; at: number; stacked?: string[] };
}

/** What was redeemed with an order, by id of the redemption or stack. */
export type OrderRedemptions = Record<string, KeptRedemption>;

const toRedemption = (id: string, { at, stacked, rollback }: KeptRedemption): OrderRedemption => ({
  date: formatTimestamp(at),
  related_object_type: 'redemption',
  related_object_id: id,
  ...(stacked && { stacked }),
  ...(rollback && { rollback_id: rollback.id, rollback_date: formatTimestamp(rollback.at) }),
  ...(rollback?.stacked && { rollback_stacked: rollback.stacked }),
});

/** The stored JSON as an order's reply has it. */
export function toRedemptions(stored: string): NonNullable<Order['redemptions']> {
  const kept: OrderRedemptions = JSON.parse(stored);
  return Object.fromEntries(Object.entries(kept).map(([id, one]) => [id, toRedemption(id, one)]));
}

import type { Order, OrderRedemption } from '../../shared/orders/orders.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { OrderRedemptions, StoredRedemption } from './stores/store.ts';

const toRedemption = (id: string, { at, stacked, rollback }: StoredRedemption): OrderRedemption => ({
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

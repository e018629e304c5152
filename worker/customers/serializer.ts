import type { Customer } from '../../shared/customers/customers.ts';
import { divideHalfUp } from '../../shared/money.ts';
import { formatTimestamp } from '../../shared/times.ts';
import type { CustomerRow } from './store.ts';

/** Of vouchers; those in effect are redeemed. A rollback that is refused is not recorded, and so none has failed. */
function toRedemptionSummary(row: CustomerRow): Customer['summary']['redemptions'] {
  // A reply that was kept before vouchers came does not have them.
  const { redemptionsSucceeded: succeeded = 0, redemptionsFailed: failed = 0 } = row;
  const { redemptionsRolledBack: rolledBack = 0 } = row;
  return {
    total_redeemed: succeeded - rolledBack,
    total_failed: failed,
    total_succeeded: succeeded,
    total_rolled_back: rolledBack,
    total_rollback_failed: 0,
    total_rollback_succeeded: rolledBack,
    gift: { redeemed_amount: 0, amount_to_go: 0 },
    loyalty_card: { redeemed_points: 0, points_to_go: 0 },
  };
}

function toSummary(row: CustomerRow): Customer['summary']['orders'] {
  const { ordersCount, ordersTotalAmount, lastOrderAmount, lastOrderAt } = row;
  return {
    total_amount: ordersTotalAmount,
    total_count: ordersCount,
    average_amount: ordersCount > 0 ? divideHalfUp(ordersTotalAmount, ordersCount) : 0,
    last_order_amount: lastOrderAmount ?? 0,
    ...(lastOrderAt !== null && { last_order_date: formatTimestamp(lastOrderAt) }),
  };
}

/** Only what is set: the contract calls none of these nullable. */
const present = <T extends Record<string, string | null>>(values: T): { [K in keyof T]?: string } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)) as {
    [K in keyof T]?: string;
  };

/** A stored customer as the API answers it; what Docket does not keep (loyalty, referrals) is empty. */
export function toCustomer(row: CustomerRow): Customer {
  const { sourceId, name, email, phone, description, birthday, birthdate } = row;
  return {
    id: row.id,
    object: 'customer',
    ...present({ source_id: sourceId, name, email, phone, description, birthday, birthdate }),
    address: row.address === null ? null : JSON.parse(row.address),
    ...(row.metadata !== null && { metadata: JSON.parse(row.metadata) }),
    summary: { orders: toSummary(row), redemptions: toRedemptionSummary(row) },
    loyalty: { points: 0, referred_customers: 0, campaigns: {} },
    referrals: { total: 0, campaigns: [] },
    created_at: formatTimestamp(row.createdAt),
    ...(row.updatedAt !== null && { updated_at: formatTimestamp(row.updatedAt) }),
  };
}

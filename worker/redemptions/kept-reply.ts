import type { Database } from '../database.ts';
import { keepReply } from '../idempotency/store.ts';
import { type OrderRow, orderColumns, orderSnapshot } from '../orders/store.ts';
import { withoutGone } from '../orders/without-gone.ts';
import { jsonArrayOf } from '../sql/row-columns.ts';
import { type VoucherRow, voucherColumns, vouchersSnapshot } from '../vouchers/store.ts';
import { type Failure, failureError } from './failures.ts';
import { customerShown, keptRedemption, type RedemptionRow, redemptionsSnapshot } from './store.ts';
import { failuresSnapshot } from './write-store.ts';

/** What was redeemed or rolled back: a stack's own row first, its vouchers as they are after it, and the order. */
export interface Redeemed {
  rows: RedemptionRow[];
  vouchers: VoucherRow[];
  order: OrderRow | null;
}

/** The JSON path of the order in what is kept; people are erased there. Nowhere else does it tell of a person. */
export const KEPT_ORDER = '$[2]';

/** Keeps what was redeemed or rolled back for the request's idempotency key. */
export const keepRedeemed = keepReply<{ redemptionIds: string; voucherIds: string; orderId: string | null }>(
  jsonArrayOf([redemptionsSnapshot, vouchersSnapshot, orderSnapshot]),
);

/** Keeps why a redemption failed. */
export const keepFailures = keepReply<{ failures: string }>(failuresSnapshot);

/**
 * What a kept reply says, without customers who were deleted since.
 * @throws ApiError the failure, where that was the reply
 */
export async function replayRedeemed(database: Database, reply: string): Promise<Redeemed> {
  const kept: [unknown[], unknown[], unknown[] | null] | { failures: Failure[]; isStack: boolean } =
    JSON.parse(reply);
  if (!Array.isArray(kept)) throw failureError(kept.failures, kept.isStack);
  const [redemptions, vouchers, snapshot] = kept.map((part) => part ?? []);
  const order = snapshot?.length
    ? await withoutGone(database, orderColumns.read(JSON.stringify(snapshot)))
    : null;
  const rows = (redemptions ?? []).map((row) => keptRedemption.read(JSON.stringify(row)));
  const id = rows[0]?.customerId;
  const shown = id ? await database.first(customerShown({ id })) : undefined;
  return {
    rows: rows.map((row) => ({ ...row, customer: shown?.customer ?? null })),
    vouchers: (vouchers ?? []).map((row) => voucherColumns.read(JSON.stringify(row))),
    order,
  };
}

import type { Database } from '../database.ts';
import { keepReply } from '../idempotency/store.ts';
import type { Idempotency } from '../idempotency/write-once.ts';
import { hideDeletedCustomers } from '../orders/hide-deleted-customers.ts';
import { type OrderRow, orderColumns, orderSnapshot } from '../orders/stores/store.ts';
import { bindRows } from '../sql/json-columns.ts';
import { jsonArrayOf } from '../sql/row-columns.ts';
import { type VoucherRow, voucherColumns, vouchersByCodes, vouchersSnapshot } from '../vouchers/store.ts';
import { type Failure, failureError } from './failures.ts';
import {
  customerShown,
  keptRedemption,
  type RedemptionRow,
  redemptionsByIds,
  redemptionsSnapshot,
} from './store.ts';
import { failuresSnapshot, insertRedemptions, type RedemptionWrite } from './write-store.ts';

/**
 * Redemptions or rollbacks as they were written: a stack's own row first, the vouchers as they are after it,
 * and the order.
 */
export interface Redeemed {
  rows: RedemptionRow[];
  vouchers: VoucherRow[];
  order: OrderRow | null;
}

/**
 * The JSON path of the order in what is kept: the only part with a person's profile, which is erased there.
 */
export const KEPT_ORDER = '$[2]';

const keepRedeemed = keepReply<{ redemptionIds: string; voucherIds: string; orderId: string | null }>(
  jsonArrayOf([redemptionsSnapshot, vouchersSnapshot, orderSnapshot]),
);

/**
 * The statements that write redemptions or rollbacks, read them back with their vouchers, and keep the reply.
 */
export function redemptionBatch(
  rows: readonly RedemptionWrite[],
  { orderId, idempotency }: { orderId: string | null; idempotency: Idempotency },
) {
  const redemptionIds = JSON.stringify(rows.map(({ id }) => id));
  const voucherIds = JSON.stringify(rows.flatMap(({ voucherId }) => voucherId ?? []));
  return {
    inserted: insertRedemptions({ redemptions: bindRows(rows) }),
    redeemed: redemptionsByIds({ redemptionIds }),
    vouchers: vouchersByCodes({ codes: voucherIds }),
    reply: idempotency.keep(keepRedeemed, { redemptionIds, voucherIds, orderId }),
  };
}

/** Keeps why a redemption failed. */
export const keepFailures = keepReply<{ failures: string }>(failuresSnapshot);

/**
 * Reads a kept reply, without customers who were deleted since.
 * @throws ApiError the failure, when that was the reply
 */
export async function replayRedeemed(database: Database, reply: string): Promise<Redeemed> {
  const kept: [unknown[], unknown[], unknown[] | null] | { failures: Failure[]; isStack: boolean } =
    JSON.parse(reply);
  if (!Array.isArray(kept)) throw failureError(kept.failures, kept.isStack);
  const [redemptions, vouchers, snapshot] = kept.map((part) => part ?? []);
  const order = snapshot?.length
    ? await hideDeletedCustomers(database, orderColumns.read(JSON.stringify(snapshot)))
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

import { MAX_REDEMPTION_TRIES } from '../../shared/limits.ts';
import type { OrderStatus } from '../../shared/orders/orders.ts';
import type { Database, Statement } from '../database.ts';
import { ApiError, notFound } from '../http/errors.ts';
import type { Idempotency } from '../idempotency/write-once.ts';
import { newId } from '../identifiers.ts';
import { type OrderRedemptions, orderOfRedemption, type PresentOrder } from '../orders/stores/store.ts';
import { toOrderEntry } from '../orders/write/identify.ts';
import { priceEntry } from '../orders/write/price.ts';
import { writePriced } from '../orders/write/write-orders.ts';
import { type OrderDraft, toDraft, toDraftOrder, undiscountDraft } from '../redeeming/order-draft.ts';
import { type RetryLimits, retryOutdated } from '../writes/retry-outdated.ts';
import { type Redeemed, redemptionBatch } from './redeemed.ts';
import { type RedemptionRow, redemptionById, redemptionsOfStack } from './store.ts';
import { type RedemptionWrite, refuseRolledBack } from './write-store.ts';

/** A validated rollback of a redemption, or of a stack with all in it. */
export interface RollBackRequest {
  id: string;
  reason: string | null;
  trackingId: string | null;
  metadata: Record<string, unknown> | null;
  /** The order's status after it; null is CANCELED for one that was paid. */
  status: OrderStatus | null;
  /** When and by which key: milliseconds, key id. */
  at: number;
  by: string;
}

/** A redemption that can be rolled back, those of its stack, and its order. */
interface Rolled {
  redemption: RedemptionRow;
  stacked: readonly RedemptionRow[];
  order: PresentOrder | undefined;
}

/** @throws ApiError not_found, redemption_failed, invalid_redemption_parent, already_rolled_back */
function requireReversible(id: string, redemption: RedemptionRow | undefined): RedemptionRow {
  if (!redemption || redemption.redemptionId !== null) throw notFound('redemption', id);
  const refuse = (
    key: 'redemption_failed' | 'invalid_redemption_parent' | 'already_rolled_back',
    details: string,
  ) => new ApiError(key, { details, resource: { type: 'redemption', id } });
  if (redemption.result === 'FAILURE')
    throw refuse('redemption_failed', 'It has failed; there is nothing to roll back.');
  if (redemption.parentId !== null)
    throw refuse(
      'invalid_redemption_parent',
      `It belongs to ${redemption.parentId}; roll that back with all in it.`,
    );
  if (redemption.rollbackId !== null)
    throw refuse('already_rolled_back', `It was rolled back by ${redemption.rollbackId}.`);
  return redemption;
}

async function readRolled(
  database: Database,
  id: string,
  guards: readonly Statement<never>[],
): Promise<Rolled> {
  const { redemption, stacked, order } = await database.batch({
    guards,
    redemption: redemptionById({ id }),
    stacked: redemptionsOfStack({ id }),
    order: orderOfRedemption({ id }),
  });
  return { redemption: requireReversible(id, redemption[0]), stacked, order: order[0] };
}

/** Makes a row for each that is rolled back; those of a stack belong to the first. */
function toRows({ redemption, stacked }: Rolled, request: RollBackRequest): RedemptionWrite[] {
  const { reason, trackingId, metadata, at, by } = request;
  const parent = newId('rollback');
  return [redemption, ...stacked].map((one, index) => ({
    id: index === 0 ? parent : newId('rollback'),
    parentId: index === 0 ? null : parent,
    redemptionId: one.id,
    voucherId: one.voucherId,
    voucherCode: one.voucherCode,
    orderId: one.orderId,
    customerId: one.customerId,
    customerSourceId: null,
    customerNewId: null,
    trackingId: trackingId ?? one.trackingId,
    failureCode: null,
    failureMessage: null,
    reason,
    discountAmount: one.discountAmount,
    itemsDiscountAmount: one.itemsDiscountAmount,
    metadata,
    at,
    by,
  }));
}

/** Takes the redemption's discounts off the order again; a paid one is canceled. */
function toOrder(
  order: PresentOrder,
  { redemption, stacked }: Rolled,
  rows: readonly RedemptionWrite[],
  request: RollBackRequest,
) {
  const match = { matchId: order.id, matchSourceId: null, mustExist: true, ifMatch: null };
  const entry = priceEntry(toOrderEntry({}, match, { at: request.at, by: request.by, place: 0 }));
  const ids = [redemption.id, ...stacked.map(({ id }) => id)];
  const draft: OrderDraft = undiscountDraft(toDraft(entry, order), ids, redemption.discountAmount);
  const before: OrderRedemptions = JSON.parse(order.redemptions ?? '{}');
  const [top, ...others] = rows.map(({ id }) => id);
  const rollback = { id: top ?? '', at: request.at, ...(others.length > 0 && { stacked: others }) };
  const kept = { at: redemption.createdAt, ...before[redemption.id], rollback };
  return toDraftOrder(draft, {
    status: request.status ?? (order.status === 'PAID' ? 'CANCELED' : null),
    redemptions: { ...before, [redemption.id]: kept },
  });
}

async function writeRollback(
  database: Database,
  rolled: Rolled,
  request: RollBackRequest,
  idempotency: Idempotency,
): Promise<Redeemed> {
  const { redemption, order } = rolled;
  const rows = toRows(rolled, request);
  const asRead = { matchId: order?.id ?? null, matchSourceId: null, version: order?.version ?? null };
  const context = {
    before: [...idempotency.guards, refuseRolledBack({ ...asRead, id: redemption.id })],
    after: redemptionBatch(rows, { orderId: order?.id ?? null, idempotency }),
  };
  if (!order) {
    const { after } = await database.batch(context);
    return { rows: after.redeemed, vouchers: after.vouchers, order: null };
  }
  const priced = { orders: [toOrder(order, rolled, rows, request)], overrides: [], mentions: [] };
  const { written, after } = await writePriced(database, priced, context);
  return { rows: after.redeemed, vouchers: after.vouchers, order: written[0]?.order ?? null };
}

/** A rollback starts again when the order has changed since it was read, and reads the primary then. */
const retries: RetryLimits = { attempts: MAX_REDEMPTION_TRIES, on: ['redemption_outdated'] };

/**
 * Rolls a redemption back, a stack with all in it: gives the uses back, takes the discounts off the order
 * again, and cancels it if it was paid; all in one batch, after one that reads.
 * @throws ApiError not_found, redemption_failed, invalid_redemption_parent, already_rolled_back; OverloadError
 */
export const rollBack = (
  database: Database,
  request: RollBackRequest,
  idempotency: Idempotency,
): Promise<Redeemed> =>
  retryOutdated(retries, async (refusedWith) => {
    const reading = refusedWith.size === 0 ? database : database.onPrimary();
    const rolled = await readRolled(reading, request.id, idempotency.guards);
    return writeRollback(database, rolled, request, idempotency);
  });

import { MAX_REDEMPTION_TRIES } from '../../shared/limits.ts';
import { type Database, OverloadError, type Statement } from '../database.ts';
import { ApiError, notFound } from '../http/errors.ts';
import type { IdempotentRequest } from '../idempotency/replay.ts';
import { refuseUsedKey } from '../idempotency/store.ts';
import { newId } from '../identifiers.ts';
import { type OrderDraft, toDraft, toDraftEntry, undiscountDraft } from '../orders/order-draft.ts';
import { toOrderEntry, toPriced } from '../orders/order-write.ts';
import { orderOfRedemption, type PresentOrder } from '../orders/store.ts';
import { writePriced } from '../orders/write-orders.ts';
import type { OrderRedemptions } from '../orders/write-store.ts';
import { bindRows } from '../sql/json-columns.ts';
import { type VoucherRow, vouchersByCodes } from '../vouchers/store.ts';
import { keepRedeemed, type Redeemed } from './kept-reply.ts';
import { isOutdated } from './look-again.ts';
import { type RedemptionRow, redemptionById, redemptionsByIds, redemptionsOfStack } from './store.ts';
import { insertRedemptions, type RedemptionWrite, refuseRolledBack } from './write-store.ts';

/** A validated rollback of a redemption, or of a stack with all in it. */
export interface RollBackRequest {
  id: string;
  reason: string | null;
  trackingId: string | null;
  metadata: Record<string, unknown> | null;
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

/** @throws ApiError not_found, redemption_failed, stacked_redemption, already_rolled_back */
function requireReversible(id: string, redemption: RedemptionRow | undefined): RedemptionRow {
  if (!redemption || redemption.redemptionId !== null) throw notFound('redemption', id);
  const refuse = (key: 'redemption_failed' | 'stacked_redemption' | 'already_rolled_back', details: string) =>
    new ApiError(key, { details, resource: { type: 'redemption', id } });
  if (redemption.result === 'FAILURE')
    throw refuse('redemption_failed', 'It has failed; there is nothing to roll back.');
  if (redemption.parentId !== null)
    throw refuse(
      'stacked_redemption',
      `It belongs to ${redemption.parentId}; roll that back with all in it.`,
    );
  if (redemption.rollbackId !== null)
    throw refuse('already_rolled_back', `It was rolled back by ${redemption.rollbackId}.`);
  return redemption;
}

async function read(database: Database, id: string, before: readonly Statement<never>[]): Promise<Rolled> {
  const [[redemption], stacked, [order]] = (
    await database.batch([
      ...before,
      redemptionById({ id }),
      redemptionsOfStack({ id }),
      orderOfRedemption({ id }),
    ])
  ).slice(before.length) as [RedemptionRow[], RedemptionRow[], PresentOrder[]];
  return { redemption: requireReversible(id, redemption), stacked, order };
}

/** One row for each of the rolled back; those of a stack belong to the first. */
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

/** The order without the redemption's discounts; if it was paid, it is canceled. */
function toEntry(
  order: PresentOrder,
  { redemption, stacked }: Rolled,
  rows: readonly RedemptionWrite[],
  request: RollBackRequest,
) {
  const match = { matchId: order.id, matchSourceId: null, mustExist: true, ifMatch: null };
  const entry = toPriced(toOrderEntry({}, match, { at: request.at, by: request.by, place: 0 }));
  const ids = [redemption.id, ...stacked.map(({ id }) => id)];
  const draft: OrderDraft = undiscountDraft(toDraft(entry, order), ids, redemption.discountAmount);
  const before: OrderRedemptions = JSON.parse(order.redemptions ?? '{}');
  const [top, ...others] = rows.map(({ id }) => id);
  const rollback = { id: top ?? '', at: request.at, ...(others.length > 0 && { stacked: others }) };
  const kept = { at: redemption.createdAt, ...before[redemption.id], rollback };
  return toDraftEntry(draft, {
    status: order.status === 'PAID' ? 'CANCELED' : null,
    redemptions: { ...before, [redemption.id]: kept },
  });
}

async function write(
  database: Database,
  rolled: Rolled,
  request: RollBackRequest,
  idempotency: IdempotentRequest | null,
): Promise<Redeemed> {
  const { redemption, stacked, order } = rolled;
  const rows = toRows(rolled, request);
  const redemptionIds = JSON.stringify(rows.map(({ id }) => id));
  const voucherIds = JSON.stringify([redemption, ...stacked].flatMap(({ voucherId }) => voucherId ?? []));
  const asRead = { matchId: order?.id ?? null, matchSourceId: null, version: order?.version ?? null };
  const before = [
    ...(idempotency ? [refuseUsedKey(idempotency)] : []),
    refuseRolledBack({ ...asRead, id: redemption.id }),
  ];
  const after = [
    insertRedemptions({ redemptions: bindRows(rows) }),
    redemptionsByIds({ redemptionIds }),
    vouchersByCodes({ codes: voucherIds }),
    ...(idempotency
      ? [keepRedeemed({ ...idempotency, redemptionIds, voucherIds, orderId: order?.id ?? null })]
      : []),
  ];
  const toRedeemed = (read: readonly unknown[][], row: Redeemed['order']): Redeemed => ({
    rows: read[1] as RedemptionRow[],
    vouchers: read[2] as VoucherRow[],
    order: row,
  });
  if (!order) return toRedeemed((await database.batch([...before, ...after])).slice(before.length), null);
  const list = {
    entries: [toEntry(order, rolled, rows, request)],
    overrides: [],
    mentions: [],
    wasAsked: false,
  };
  const { written, rows: read } = await writePriced(database, list, { before, after: () => after });
  return toRedeemed(read, written[0]?.order ?? null);
}

/**
 * Rolls a redemption back, a stack with all in it: gives the uses back, takes the discounts off the order again, and cancels
 * it if it was paid; all in one batch, after one that reads.
 * @throws ApiError not_found, redemption_failed, stacked_redemption, already_rolled_back; OverloadError
 */
export async function rollBack(
  database: Database,
  request: RollBackRequest,
  idempotency: IdempotentRequest | null,
): Promise<Redeemed> {
  const once = idempotency ? [refuseUsedKey(idempotency)] : [];
  for (let look = 0; look < MAX_REDEMPTION_TRIES; look += 1) {
    const rolled = await read(look === 0 ? database : database.onPrimary(), request.id, once);
    try {
      return await write(database, rolled, request, idempotency);
    } catch (error) {
      if (!isOutdated(error)) throw error;
    }
  }
  throw new OverloadError('the order kept changing');
}

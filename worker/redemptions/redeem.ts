import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import { MAX_REDEMPTION_TRIES, MAX_REDEMPTIONS_LENGTH } from '../../shared/limits.ts';
import { amountsOf } from '../../shared/order-discounts.ts';
import type { CreateOrder } from '../../shared/orders/orders.ts';
import { type Database, OverloadError, type Statement } from '../database.ts';
import { invalidField } from '../http/errors.ts';
import type { IdempotentRequest } from '../idempotency/replay.ts';
import { refuseUsedKey } from '../idempotency/store.ts';
import { newId } from '../identifiers.ts';
import { checkMetadata } from '../metadata-schemas/check-metadata.ts';
import { type OrderDraft, toDraftEntry } from '../orders/order-draft.ts';
import { writePriced } from '../orders/write-orders.ts';
import type { OrderRedemptions } from '../orders/write-store.ts';
import { bindRows } from '../sql/json-columns.ts';
import { type Examined, examineStack } from '../validations/examine-stack.ts';
import { readStack, type Stack } from '../validations/read-stack.ts';
import { refuseOutdatedRules } from '../vouchers/demands-store.ts';
import { type VoucherRow, vouchersByCodes } from '../vouchers/store.ts';
import { keepRedeemed, type Redeemed } from './kept-reply.ts';
import { isOutdated } from './look-again.ts';
import { recordFailures } from './record-failures.ts';
import { type Person, toPerson, writePerson } from './redeeming-person.ts';
import { type RedemptionRow, redemptionsByIds } from './store.ts';
import { insertRedemptions, type OrderAsRead, type RedemptionWrite, refuseOutdated } from './write-store.ts';

/** A validated redemption: vouchers by code or id, redeemed as a stack or one by itself. */
export interface RedeemRequest {
  names: readonly string[];
  isStack: boolean;
  order: CreateOrder | undefined;
  customer: CustomerOfOrder | undefined;
  metadata: Record<string, unknown> | undefined;
  trackingId: string | null;
  /** When and by which key: milliseconds, key id. */
  at: number;
  by: string;
}

/** What was redeemed with the order before, and this. */
function withRedemption(
  { present }: OrderDraft,
  rows: readonly RedemptionWrite[],
  { isStack, at }: RedeemRequest,
) {
  const [top, ...others] = rows;
  const stored = present?.redemptions ?? '{}';
  if (stored.length > MAX_REDEMPTIONS_LENGTH)
    throw invalidField('invalid_payload', 'order', 'has had too many redemptions; make another order');
  const before: OrderRedemptions = JSON.parse(stored);
  const stacked = others.map(({ id }) => id);
  return { ...before, [top?.id ?? '']: { at, ...(isStack && { stacked }) } };
}

/** The rows of what was examined; that of a stack comes first. */
function toRows(
  examined: readonly Examined[],
  request: RedeemRequest,
  person: Person,
  orderId: string | null,
) {
  const base = {
    redemptionId: null,
    orderId,
    ...(orderId === null ? person : { customerId: null, customerSourceId: null, customerNewId: null }),
    trackingId: request.trackingId,
    failureCode: null,
    failureMessage: null,
    reason: null,
    metadata: request.metadata ?? null,
    at: request.at,
    by: request.by,
  };
  const stack = request.isStack ? newId('redemption') : null;
  const rows = examined.map(({ redemption, voucher, parts }): RedemptionWrite => {
    const [voucherId, voucherCode] = [voucher?.id ?? null, voucher?.code ?? null];
    return { ...base, id: redemption, parentId: stack, voucherId, voucherCode, ...amountsOf(parts) };
  });
  if (stack === null) return rows;
  const sum = (of: (row: RedemptionWrite) => number) => rows.reduce((total, row) => total + of(row), 0);
  const whole: RedemptionWrite = {
    ...base,
    id: stack,
    parentId: null,
    voucherId: null,
    voucherCode: null,
    discountAmount: sum((row) => row.discountAmount),
    itemsDiscountAmount: sum((row) => row.itemsDiscountAmount),
  };
  return [whole, ...rows];
}

const asRead = (draft: OrderDraft | undefined): OrderAsRead => ({
  matchId: draft?.entry.write.matchId ?? null,
  matchSourceId: draft?.entry.write.matchSourceId ?? null,
  version: draft?.present?.version ?? null,
});

/** Writes what was examined, with its order, in one batch, which is refused where anything is no longer as it was read. */
async function write(
  database: Database,
  { catalogue }: Stack,
  examined: readonly Examined[],
  request: RedeemRequest,
  idempotency: IdempotentRequest | null,
): Promise<Redeemed> {
  const draft = examined.at(-1)?.draft;
  const orderId = draft ? (draft.present?.id ?? draft.entry.write.newId) : null;
  const person = toPerson(request);
  const rows = toRows(examined, request, person.named, orderId);
  const vouchers = examined.map(({ voucher }) => ({ id: voucher?.id, version: voucher?.version }));
  const grounds = examined.flatMap((one) => one.grounds);
  const redemptionIds = JSON.stringify(rows.map(({ id }) => id));
  const voucherIds = JSON.stringify(vouchers.map(({ id }) => id));
  const before: Statement<never>[] = [
    ...(idempotency ? [refuseUsedKey(idempotency)] : []),
    refuseOutdated({ ...asRead(draft), vouchers: bindRows(vouchers) }),
    ...(grounds.length > 0 ? [refuseOutdatedRules({ grounds: bindRows(grounds) })] : []),
  ];
  const after = [
    insertRedemptions({ redemptions: bindRows(rows) }),
    redemptionsByIds({ redemptionIds }),
    vouchersByCodes({ codes: voucherIds }),
    ...(idempotency ? [keepRedeemed({ ...idempotency, redemptionIds, voucherIds, orderId })] : []),
  ];
  if (!draft) {
    const [, redeemed, used] = await writePerson(database, person, before, after);
    return { rows: redeemed as RedemptionRow[], vouchers: used as VoucherRow[], order: null };
  }
  const status = draft.entry.write.status ?? 'PAID';
  const entry = toDraftEntry(draft, { status, redemptions: withRedemption(draft, rows, request) });
  const list = { entries: [entry], ...catalogue, wasAsked: false };
  const { written, rows: read } = await writePriced(database, list, { before, after: () => after });
  const [, redeemed, used] = read;
  return {
    rows: redeemed as RedemptionRow[],
    vouchers: used as VoucherRow[],
    order: written[0]?.order ?? null,
  };
}

/**
 * Redeems vouchers, all of them or none, and makes or takes their order: two D1 round trips, of which the second decides.
 * Whoever has lost a race looks again. A failure is recorded, and then thrown.
 * @throws ApiError with the first voucher's refusal; as writeOrders does; OverloadError where the order kept changing
 */
export async function redeem(
  database: Database,
  request: RedeemRequest,
  idempotency: IdempotentRequest | null,
): Promise<Redeemed> {
  const { names, order, customer, metadata, at, by } = request;
  const once = idempotency ? [refuseUsedKey(idempotency)] : [];
  const check = { resource: 'redemption' as const, path: ['metadata'], metadata, place: 0, target: null };
  await checkMetadata(database, [[check]], once);
  for (let look = 0; look < MAX_REDEMPTION_TRIES; look += 1) {
    const reading = look === 0 ? database : database.onPrimary();
    const asked = { codes: names, order, customer, metadata };
    const stack = await readStack(reading, asked, { at, by }, once);
    const examined = examineStack(names, stack, at);
    if (examined.some(({ refusal }) => refusal)) {
      await recordFailures(database, examined, { ...request, draft: stack.draft }, idempotency);
    }
    try {
      return await write(database, stack, examined, request, idempotency);
    } catch (error) {
      if (!isOutdated(error)) throw error;
    }
  }
  throw new OverloadError('the order or voucher kept changing');
}

import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import { MAX_REDEMPTION_TRIES } from '../../shared/limits.ts';
import type { CreateOrder } from '../../shared/orders/orders.ts';
import type { Database, Statement } from '../database.ts';
import type { Idempotency } from '../idempotency/write-once.ts';
import { newId } from '../identifiers.ts';
import type { OrderRedemptions } from '../orders/stores/store.ts';
import { writePriced } from '../orders/write/write-orders.ts';
import { amountsOf } from '../redeeming/engine/order-discounts.ts';
import { type Examined, examineStack } from '../redeeming/examine-stack.ts';
import { type OrderDraft, toDraftOrder } from '../redeeming/order-draft.ts';
import { readStack, type Stack } from '../redeeming/read-stack.ts';
import { bindRows } from '../sql/json-columns.ts';
import { refuseOutdatedRules } from '../vouchers/required-rules-store.ts';
import { type RetryLimits, retryOutdated } from '../writes/retry-outdated.ts';
import { recordFailures } from './record-failures.ts';
import { type Redeemed, redemptionBatch } from './redeemed.ts';
import { type PersonNames, toPerson, writePerson } from './redeeming-person.ts';
import { type OrderAsRead, type RedemptionWrite, refuseOutdated } from './write-store.ts';

/** A validated redemption: vouchers by code or id. */
export interface RedeemRequest {
  names: readonly string[];
  /** Whether it came as a stack, though it may be one of a single voucher. */
  isStack: boolean;
  order: CreateOrder | undefined;
  customer: CustomerOfOrder | undefined;
  metadata: Record<string, unknown> | undefined;
  trackingId: string | null;
  /** When and by which key: milliseconds, key id. */
  at: number;
  by: string;
}

/** Adds this redemption to those that the order has had. */
function withRedemption({ present }: OrderDraft, rows: readonly RedemptionWrite[], { at }: RedeemRequest) {
  const [top, ...others] = rows;
  const before: OrderRedemptions = JSON.parse(present?.redemptions ?? '{}');
  const stacked = others.map(({ id }) => id);
  return { ...before, [top?.id ?? '']: { at, ...(stacked.length > 0 && { stacked }) } };
}

/** Makes the rows of what was examined; that of a stack of several comes first, a single one has no parent. */
function toRows(
  examined: readonly Examined[],
  request: RedeemRequest,
  person: PersonNames,
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
  const stack = examined.length > 1 ? newId('redemption') : null;
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

const toOrderAsRead = (draft: OrderDraft | undefined): OrderAsRead => ({
  matchId: draft?.entry.write.matchId ?? null,
  matchSourceId: draft?.entry.write.matchSourceId ?? null,
  version: draft?.present?.version ?? null,
});

/**
 * Writes what was examined, with its order, in one batch, which is refused when anything is no longer as it
 * was read.
 */
async function writeExamined(
  database: Database,
  { catalogue }: Stack,
  examined: readonly Examined[],
  request: RedeemRequest,
  idempotency: Idempotency,
): Promise<Redeemed> {
  const draft = examined.at(-1)?.draft;
  const orderId = draft ? (draft.present?.id ?? draft.entry.write.newId) : null;
  const person = toPerson(request);
  const rows = toRows(examined, request, person.names, orderId);
  const asRead = examined.map(({ voucher }) => ({ id: voucher?.id, version: voucher?.version }));
  const preconditions = examined.flatMap((one) => one.preconditions);
  const before: Statement<never>[] = [
    ...idempotency.guards,
    refuseOutdated({ ...toOrderAsRead(draft), vouchers: bindRows(asRead) }),
    ...(preconditions.length > 0 ? [refuseOutdatedRules({ preconditions: bindRows(preconditions) })] : []),
  ];
  const context = { before, after: redemptionBatch(rows, { orderId, idempotency }) };
  if (!draft) {
    const { redeemed, vouchers } = await writePerson(database, person, context);
    return { rows: redeemed, vouchers, order: null };
  }
  const status = draft.entry.write.status ?? 'PAID';
  const order = toDraftOrder(draft, { status, redemptions: withRedemption(draft, rows, request) });
  const { written, after } = await writePriced(database, { orders: [order], ...catalogue }, context);
  return { rows: after.redeemed, vouchers: after.vouchers, order: written[0]?.order ?? null };
}

/** A redemption starts again when what it read has changed, and reads the primary then. */
const retries: RetryLimits = {
  attempts: MAX_REDEMPTION_TRIES,
  on: ['redemption_outdated', 'validation_rules_outdated', 'catalogue_changed'],
};

/**
 * Redeems vouchers, all of them or none, and creates or updates their order: two D1 round trips, of which the
 * second decides. A redemption that has lost a race starts again. A failure is recorded, and then thrown.
 * @throws ApiError with the first voucher's refusal; as writeOrders does; OverloadError when the order kept
 *   changing
 */
export async function redeem(
  database: Database,
  request: RedeemRequest,
  idempotency: Idempotency,
): Promise<Redeemed> {
  const { names, order, customer, metadata, at, by } = request;
  return retryOutdated(retries, async (refusedWith) => {
    const reading = refusedWith.size === 0 ? database : database.onPrimary();
    const asked = { codes: names, order, customer, metadata };
    const stack = await readStack(reading, asked, { at, by }, idempotency.guards);
    const examined = examineStack(names, stack, at);
    if (examined.some(({ refusal }) => refusal))
      await recordFailures(database, examined, { ...request, draft: stack.draft }, idempotency);
    return writeExamined(database, stack, examined, request, idempotency);
  });
}

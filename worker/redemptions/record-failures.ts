import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import type { Database } from '../database.ts';
import type { Idempotency } from '../idempotency/write-once.ts';
import type { Examined } from '../redeeming/examine-stack.ts';
import type { OrderDraft } from '../redeeming/order-draft.ts';
import { bindRows } from '../sql/json-columns.ts';
import { type Failure, failureError } from './failures.ts';
import { keepFailures } from './redeemed.ts';
import { insertRedemptions, type RedemptionWrite } from './write-store.ts';

/** The circumstances in which a redemption has failed. */
interface Attempt {
  isStack: boolean;
  customer: CustomerOfOrder | undefined;
  draft: OrderDraft | undefined;
  trackingId: string | null;
  at: number;
  by: string;
}

/**
 * Records each voucher that could not be redeemed; nothing else is written. The request's idempotency key
 * keeps the failure.
 * @throws ApiError always: the failure
 */
export async function recordFailures(
  database: Database,
  examined: readonly Examined[],
  attempt: Attempt,
  idempotency: Idempotency,
): Promise<never> {
  const { isStack, customer, draft, trackingId, at, by } = attempt;
  const { customerId, customerSourceId } = draft?.entry.write ?? {
    customerId: customer?.id ?? null,
    customerSourceId: customer?.source_id ?? null,
  };
  const failures = examined.flatMap(({ name, refusal }, place): Failure[] =>
    refusal ? [{ place, name, ...refusal }] : [],
  );
  const rows = failures.map(({ place, name, key, message, ruleMessage }): RedemptionWrite => {
    const { redemption: id, voucher } = examined[place] as Examined;
    return {
      id,
      parentId: null,
      redemptionId: null,
      voucherId: voucher?.id ?? null,
      voucherCode: voucher?.code ?? name,
      orderId: draft?.present?.id ?? null,
      customerId,
      customerSourceId,
      customerNewId: null,
      trackingId,
      failureCode: key,
      failureMessage: ruleMessage ?? message,
      reason: null,
      discountAmount: 0,
      itemsDiscountAmount: 0,
      metadata: null,
      at,
      by,
    };
  });
  await database.batch({
    once: idempotency.guards,
    inserted: insertRedemptions({ redemptions: bindRows(rows) }),
    reply: idempotency.keep(keepFailures, { failures: JSON.stringify({ failures, isStack }) }),
  });
  throw failureError(failures, isStack);
}

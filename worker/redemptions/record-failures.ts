import type { CustomerOfOrder } from '../../shared/customers/customers.ts';
import type { Database } from '../database.ts';
import type { IdempotentRequest } from '../idempotency/replay.ts';
import { refuseUsedKey } from '../idempotency/store.ts';
import type { OrderDraft } from '../orders/order-draft.ts';
import { bindRows } from '../sql/json-columns.ts';
import type { Examined } from '../validations/examine-stack.ts';
import { type Failure, failureError } from './failures.ts';
import { keepFailures } from './kept-reply.ts';
import { insertRedemptions, type RedemptionWrite } from './write-store.ts';

/** In what circumstances a redemption has failed. */
interface Attempt {
  isStack: boolean;
  customer: CustomerOfOrder | undefined;
  draft: OrderDraft | undefined;
  trackingId: string | null;
  at: number;
  by: string;
}

/**
 * Records each voucher that could not be redeemed; nothing else is written. The request's idempotency key keeps the failure.
 * @throws ApiError always: the failure
 */
export async function recordFailures(
  database: Database,
  examined: readonly Examined[],
  attempt: Attempt,
  idempotency: IdempotentRequest | null,
): Promise<never> {
  const { isStack, customer, draft, trackingId, at, by } = attempt;
  const { customerId, customerSourceId } = draft?.entry.write ?? {
    customerId: customer?.id ?? null,
    customerSourceId: customer?.source_id ?? null,
  };
  const failures = examined.flatMap(({ name, refusal }, place): Failure[] =>
    refusal ? [{ place, name, ...refusal }] : [],
  );
  const rows = failures.map(({ place, name, key, message, said }): RedemptionWrite => {
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
      failureMessage: said ?? message,
      reason: null,
      discountAmount: 0,
      itemsDiscountAmount: 0,
      metadata: null,
      at,
      by,
    };
  });
  await database.batch([
    ...(idempotency ? [refuseUsedKey(idempotency)] : []),
    insertRedemptions({ redemptions: bindRows(rows) }),
    ...(idempotency
      ? [keepFailures({ ...idempotency, failures: JSON.stringify({ failures, isStack }) })]
      : []),
  ]);
  throw failureError(failures, isStack);
}

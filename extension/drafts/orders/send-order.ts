import { Customer } from '../../../shared/customers/customers.ts';
import { IDEMPOTENCY_RELIED_ON } from '../../../shared/limits.ts';
import {
  Order,
  type OrderItem,
  type OrderItemInput,
  type UpdateOrder,
} from '../../../shared/orders/orders.ts';
import { RedeemedStack } from '../../../shared/redemptions/redemptions.ts';
import { ApiFailure, type Credentials, callApi, type Reply } from '../../api.ts';
import { apiPaths } from '../../api-paths.ts';
import type { Queued } from '../store/draft.ts';
import { hasAll } from '../store/same-json.ts';
import { baseOf, type DraftKind } from '../store/send-draft.ts';
import { toForm } from './form-of-order.ts';
import type { OrderDraft } from './order-draft.ts';
import { orderDraftStorage } from './order-draft-storage.ts';
import { bodyOf } from './order-of-draft.ts';

type QueuedOrder = Queued<OrderDraft>;

/** A refusal of a person, reported at the part of the form where the person was typed in. */
function ofPerson(role: string, error: unknown): unknown {
  if (!(error instanceof ApiFailure) || !error.body) return error;
  const errors = error.body.errors ?? [{ path: 'source_id', message: error.body.details }];
  const placed = errors.map(({ path, message }) => ({ path: `${role}.${path}`, message }));
  return new ApiFailure(error.kind, { ...error.body, errors: placed });
}

async function writePeople(credentials: Credentials, { delivery }: QueuedOrder): Promise<void> {
  for (const { role, profile } of delivery.people) {
    try {
      await callApi(credentials, {
        method: 'POST',
        path: apiPaths.customers,
        body: profile,
        reply: Customer,
      });
    } catch (error) {
      throw ofPerson(role, error);
    }
  }
}

/** A new order together with its vouchers: all of them are redeemed with it, or it is not made. */
async function redeemOrder(credentials: Credentials, { delivery }: QueuedOrder): Promise<Reply<Order>> {
  const { codes, body: order, idempotencyKey } = delivery;
  const redeemables = codes.map((id) => ({ object: 'voucher', id }));
  const { data } = await callApi(credentials, {
    method: 'POST',
    path: apiPaths.redemptions,
    body: { redeemables, order },
    idempotencyKey,
    reply: RedeemedStack.extend({ order: Order }),
  });
  return { data: data.order, etag: undefined };
}

async function writeOrder(credentials: Credentials, draft: QueuedOrder): Promise<Reply<Order>> {
  const { id, base, delivery } = draft;
  await writePeople(credentials, draft);
  if (delivery.codes.length > 0) return redeemOrder(credentials, draft);
  return callApi(credentials, {
    method: base ? 'PUT' : 'POST',
    path: base ? apiPaths.order(id) : apiPaths.orders,
    body: delivery.body,
    ifMatch: base?.etag,
    idempotencyKey: delivery.idempotencyKey,
    reply: Order,
  });
}

/** The server fills in what the catalogue knows of a line's product. */
function hasLine(stored: OrderItem, { product, sku, ...fields }: OrderItemInput): boolean {
  return (
    hasAll(stored, fields) &&
    hasAll(stored.product ?? {}, product ?? {}) &&
    hasAll(stored.sku ?? {}, sku ?? {})
  );
}

function isDone(order: Order, { metadata = {}, items, ...fields }: UpdateOrder): boolean {
  const hasLines = (lines: OrderItemInput[]) =>
    lines.length === order.items.length &&
    lines.every((line, index) => hasLine(order.items[index] as OrderItem, line));
  return (
    hasAll(order, fields) && hasAll(order.metadata, metadata) && (items === undefined || hasLines(items))
  );
}

/** How drafts of orders are sent. */
export const orderKind: DraftKind<OrderDraft, Order> = {
  storage: orderDraftStorage,
  path: apiPaths.order,
  reply: Order,
  write: writeOrder,
  isDone: (order, { delivery }) => isDone(order, delivery.body),
  lookAgainAfter: IDEMPOTENCY_RELIED_ON,
  // One that was edited since is sent as a change of what the first try made. As a new order it would
  // redeem its codes again, and
  // could not take back what the first try has said.
  resume: (found, draft, { project: { currency } }) => {
    if (!draft.mayBeThere) return 'done';
    const base = baseOf(found, toForm(found.data, currency));
    const delivery = { ...draft.delivery, body: bodyOf({ ...draft, base }, currency), codes: [] };
    return { ...draft, base, mayBeThere: false, delivery };
  },
};

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
import type { Connection } from '../../connection/connection.ts';
import { toForm } from './form-of-order.ts';
import { type Delivery, type Draft, type QueuedDraft, withChange } from './order-draft.ts';
import { readDraft, removeDraft, storeDraft } from './order-draft-storage.ts';
import { bodyOf } from './order-of-draft.ts';

/** How sending went. Waiting drafts stay queued and are sent again. */
export type Sent =
  | { kind: 'done'; order: Order; etag: string | undefined }
  | { kind: 'waiting'; failure: ApiFailure }
  | { kind: 'refused'; draft: Draft }
  | { kind: 'overtaken'; draft: Draft }
  | { kind: 'gone' };

const getOrder = (credentials: Credentials, id: string): Promise<Reply<Order>> =>
  callApi(credentials, { path: apiPaths.order(id), reply: Order });

async function findOrder(credentials: Credentials, id: string): Promise<Reply<Order> | undefined> {
  try {
    return await getOrder(credentials, id);
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === 'missing') return undefined;
    throw error;
  }
}

/** The order if an earlier try has made it: asked for once the server may have forgotten the idempotency key. */
async function madeBefore(
  credentials: Credentials,
  { id, base, delivery: { firstTriedAt } }: QueuedDraft,
): Promise<Reply<Order> | undefined> {
  const isForgotten = firstTriedAt !== null && Date.now() - firstTriedAt >= IDEMPOTENCY_RELIED_ON;
  return base === null && isForgotten ? findOrder(credentials, id) : undefined;
}

/**
 * A new order that may be there already, as it was before it was edited: if it is, what was edited is sent as a change of it. As a
 * new one it would redeem its codes again, and could not take back what the first try has said.
 */
async function asChange(connection: Connection, draft: QueuedDraft): Promise<QueuedDraft> {
  const found = draft.mayBeThere ? await findOrder(connection, draft.id) : undefined;
  if (!found) return draft;
  const { currency } = connection.project;
  const { data: order, etag } = found;
  const base = { order, form: toForm(order, currency), ...(etag && { etag }) };
  const delivery = { ...draft.delivery, body: bodyOf({ ...draft, base }, currency), codes: [] };
  const change = withChange(draft, { base, mayBeThere: false, delivery }) as QueuedDraft;
  await storeDraft(change);
  return change;
}

/** A refusal of a person, told of the part of the form where the person was typed in. */
function ofPerson(role: string, error: unknown): unknown {
  if (!(error instanceof ApiFailure) || !error.body) return error;
  const errors = error.body.errors ?? [{ path: 'source_id', message: error.body.details }];
  const told = errors.map(({ path, message }) => ({ path: `${role}.${path}`, message }));
  return new ApiFailure(error.kind, { ...error.body, errors: told });
}

async function writePeople(credentials: Credentials, { delivery }: QueuedDraft): Promise<void> {
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
async function redeemOrder(credentials: Credentials, { delivery }: QueuedDraft): Promise<Reply<Order>> {
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

async function writeOrder(credentials: Credentials, draft: QueuedDraft): Promise<Reply<Order>> {
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

/** Whether two values of JSON are the same: in what order their fields are is nobody's doing, storage and server have their own. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const names = Object.keys(a);
  return (
    Array.isArray(a) === Array.isArray(b) &&
    names.length === Object.keys(b).length &&
    names.every(
      (name) => Object.hasOwn(b, name) && isSame(a[name as keyof typeof a], b[name as keyof typeof b]),
    )
  );
}

const saysAll = (stored: object, sent: object): boolean =>
  Object.entries(sent).every(([name, value]) => isSame((stored as Record<string, unknown>)[name], value));

/** The server fills in what the catalogue knows of a line's product. */
function saysLine(stored: OrderItem, { product, sku, ...fields }: OrderItemInput): boolean {
  return (
    saysAll(stored, fields) &&
    saysAll(stored.product ?? {}, product ?? {}) &&
    saysAll(stored.sku ?? {}, sku ?? {})
  );
}

/** Whether the order already says what an update asks for: then it was done by an earlier try, or is not needed. */
function isDone(order: Order, { metadata = {}, items, ...fields }: UpdateOrder): boolean {
  const haveLines = (lines: OrderItemInput[]) =>
    lines.length === order.items.length &&
    lines.every((line, index) => saysLine(order.items[index] as OrderItem, line));
  return (
    saysAll(order, fields) && saysAll(order.metadata, metadata) && (items === undefined || haveLines(items))
  );
}

/** Ends a draft whose order is with the server. What was typed since it was sent stays, as a change of that order. */
async function conclude(sent: QueuedDraft, { data: order, etag }: Reply<Order>): Promise<Sent> {
  const now = await readDraft(sent.id);
  if (now && now.changedAt > sent.changedAt) {
    const base = { order, form: sent.form, ...(etag && { etag }) };
    await storeDraft(withChange(now, { base, delivery: { state: 'open' } }));
  } else await removeDraft(sent.id);
  return { kind: 'done', order, etag };
}

/** Gives a draft back to the user, with what was typed since it was sent; undefined where it was discarded since. */
async function giveBack(sent: QueuedDraft, delivery: Delivery): Promise<Draft | undefined> {
  const now = await readDraft(sent.id);
  const back = now && withChange(now, { delivery });
  if (back) await storeDraft(back);
  return back;
}

/** What the server's refusal makes of a draft. Nothing of it is lost. */
async function settle(credentials: Credentials, draft: QueuedDraft, failure: ApiFailure): Promise<Sent> {
  if (failure.kind === 'changed') {
    const reply = await getOrder(credentials, draft.id);
    const { data: theirs, etag } = reply;
    if (isDone(theirs, draft.delivery.body)) return conclude(draft, reply);
    const overtaken = await giveBack(draft, { state: 'overtaken', theirs, ...(etag && { etag }) });
    return overtaken ? { kind: 'overtaken', draft: overtaken } : { kind: 'gone' };
  }
  if (failure.kind === 'away' || failure.kind === 'unauthorized' || failure.kind === 'garbled') {
    return { kind: 'waiting', failure };
  }
  const refused = await giveBack(draft, { state: 'refused', error: failure.body ?? null });
  return refused ? { kind: 'refused', draft: refused } : { kind: 'gone' };
}

/** Notes that a draft is being tried, before it is: the reply may never come. */
async function begin(draft: QueuedDraft): Promise<QueuedDraft> {
  if (draft.delivery.firstTriedAt !== null) return draft;
  const delivery = { ...draft.delivery, firstTriedAt: Date.now() };
  const begun = withChange(draft, { delivery }) as QueuedDraft;
  await storeDraft(begun);
  return begun;
}

async function send(connection: Connection, queued: QueuedDraft): Promise<Sent> {
  let draft = queued;
  try {
    draft = await begin(await asChange(connection, queued));
    const before = await madeBefore(connection, draft);
    return await conclude(draft, before ?? (await writeOrder(connection, draft)));
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    try {
      return await settle(connection, draft, error);
    } catch (second) {
      if (second instanceof ApiFailure) return { kind: 'waiting', failure: second };
      throw second;
    }
  }
}

/**
 * Sends a queued draft, as often as it takes to be sure, and makes one order of it: the panel and the background script take turns, a
 * repeat carries the same idempotency key, and once the server has forgotten that it is first asked whether the order is there.
 */
export function sendDraft(connection: Connection, id: string): Promise<Sent> {
  return navigator.locks.request('outbox', async (): Promise<Sent> => {
    const draft = await readDraft(id);
    if (draft?.delivery.state !== 'queued' || draft.server !== connection.url) return { kind: 'gone' };
    return send(connection, draft as QueuedDraft);
  });
}

import { Customer } from '../../shared/customers.ts';
import { Order, type UpdateOrder } from '../../shared/orders.ts';
import { RedeemedStack } from '../../shared/redemptions.ts';
import { ApiFailure, type Credentials, callApi, type Reply } from '../api.ts';
import { type Draft, type QueuedDraft, withChange } from './draft.ts';
import { readDraft, removeDraft, storeDraft } from './draft-storage.ts';

/** For how long the server knows an idempotency key, less an hour for slow clocks; in milliseconds. */
const KEY_LIFETIME = 23 * 60 * 60 * 1000;

/** How sending went. Waiting drafts stay queued and are sent again. */
export type Sent =
  | { kind: 'done'; order: Order }
  | { kind: 'waiting'; failure: ApiFailure }
  | { kind: 'refused'; draft: Draft }
  | { kind: 'overtaken'; draft: Draft }
  | { kind: 'gone' };

const pathOf = (id: string) => `/v1/orders/${encodeURIComponent(id)}`;

const getOrder = (credentials: Credentials, id: string): Promise<Reply<Order>> =>
  callApi(credentials, { path: pathOf(id), reply: Order });

/** The order if an earlier try has made it: asked for once the server may have forgotten the idempotency key. */
async function madeBefore(
  credentials: Credentials,
  { id, delivery }: QueuedDraft,
): Promise<Order | undefined> {
  if (delivery.firstTriedAt === null || Date.now() - delivery.firstTriedAt < KEY_LIFETIME) return undefined;
  try {
    return (await getOrder(credentials, id)).data;
  } catch (error) {
    if (error instanceof ApiFailure && error.kind === 'missing') return undefined;
    throw error;
  }
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
      await callApi(credentials, { method: 'POST', path: '/v1/customers', body: profile, reply: Customer });
    } catch (error) {
      throw ofPerson(role, error);
    }
  }
}

/** A new order together with its vouchers: all of them are redeemed with it, or it is not made. */
async function redeemOrder(credentials: Credentials, { delivery }: QueuedDraft): Promise<Order> {
  const { codes, body: order, idempotencyKey } = delivery;
  const redeemables = codes.map((id) => ({ object: 'voucher', id }));
  const { data } = await callApi(credentials, {
    method: 'POST',
    path: '/v1/redemptions',
    body: { redeemables, order },
    idempotencyKey,
    reply: RedeemedStack.extend({ order: Order }),
  });
  return data.order;
}

async function writeOrder(credentials: Credentials, draft: QueuedDraft): Promise<Order> {
  const { id, base, delivery } = draft;
  await writePeople(credentials, draft);
  if (delivery.codes.length > 0) return redeemOrder(credentials, draft);
  const { data } = await callApi(credentials, {
    method: base ? 'PUT' : 'POST',
    path: base ? pathOf(id) : '/v1/orders',
    body: delivery.body,
    ifMatch: base?.etag,
    idempotencyKey: delivery.idempotencyKey,
    reply: Order,
  });
  return data;
}

/** Whether the order already says what an update asks for: then it was done by an earlier try, or is not needed. */
function isDone(order: Order, update: UpdateOrder): boolean {
  const { metadata = {}, items, ...fields } = update;
  const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const lines = order.items.map(({ object: _, subtotal_amount: __, ...line }) => line);
  return (
    Object.entries(fields).every(([name, value]) =>
      isSame((order as Record<string, unknown>)[name], value),
    ) &&
    Object.entries(metadata).every(([key, value]) => isSame(order.metadata[key], value)) &&
    (items === undefined ||
      (items.length === lines.length &&
        items.every((item, index) =>
          Object.entries(item).every(([name, value]) =>
            isSame((lines[index] as Record<string, unknown>)[name], value),
          ),
        )))
  );
}

/** What the server's refusal makes of a draft. Nothing of it is lost. */
async function settle(credentials: Credentials, draft: QueuedDraft, failure: ApiFailure): Promise<Sent> {
  if (failure.kind === 'changed') {
    const { data: theirs, etag } = await getOrder(credentials, draft.id);
    if (isDone(theirs, draft.delivery.body)) {
      await removeDraft(draft.id);
      return { kind: 'done', order: theirs };
    }
    const overtaken = withChange(draft, { delivery: { state: 'overtaken', theirs, ...(etag && { etag }) } });
    await storeDraft(overtaken);
    return { kind: 'overtaken', draft: overtaken };
  }
  if (failure.kind === 'away' || failure.kind === 'unauthorized' || failure.kind === 'garbled') {
    return { kind: 'waiting', failure };
  }
  const refused = withChange(draft, { delivery: { state: 'refused', error: failure.body ?? null } });
  await storeDraft(refused);
  return { kind: 'refused', draft: refused };
}

async function send(credentials: Credentials, queued: QueuedDraft): Promise<Sent> {
  const firstTriedAt = queued.delivery.firstTriedAt ?? Date.now();
  const draft = withChange(queued, { delivery: { ...queued.delivery, firstTriedAt } }) as QueuedDraft;
  try {
    const before = draft.base ? undefined : await madeBefore(credentials, queued);
    if (firstTriedAt !== queued.delivery.firstTriedAt) await storeDraft(draft);
    const order = before ?? (await writeOrder(credentials, draft));
    await removeDraft(draft.id);
    return { kind: 'done', order };
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    try {
      return await settle(credentials, draft, error);
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
export function sendDraft(credentials: Credentials, id: string): Promise<Sent> {
  return navigator.locks.request('outbox', async (): Promise<Sent> => {
    const draft = await readDraft(id);
    if (draft?.delivery.state !== 'queued' || draft.server !== credentials.url) return { kind: 'gone' };
    return send(credentials, draft as QueuedDraft);
  });
}

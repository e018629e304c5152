import type { Connection } from '../connection/connection.ts';
import type { CustomerDraft } from './customers/customer-draft.ts';
import { customerDraftStorage } from './customers/customer-draft-storage.ts';
import { customerKind } from './customers/send-customer.ts';
import type { OrderDraft } from './orders/order-draft.ts';
import { orderDraftStorage } from './orders/order-draft-storage.ts';
import { orderKind } from './orders/send-order.ts';
import { sendDraft } from './store/send-draft.ts';

/** Sends a queued draft of an order. */
export const sendOrder = (connection: Connection, id: string) => sendDraft(orderKind, connection, id);

/** Sends a queued draft of a customer. */
export const sendCustomer = (connection: Connection, id: string) => sendDraft(customerKind, connection, id);

const send = { order: sendOrder, customer: sendCustomer };

/** The resources that have drafts. */
export type DraftResource = keyof typeof send;

async function readAll(): Promise<{ resource: DraftResource; draft: OrderDraft | CustomerDraft }[]> {
  const [orders, customers] = await Promise.all([
    orderDraftStorage.readAll(),
    customerDraftStorage.readAll(),
  ]);
  return [
    ...orders.map((draft) => ({ resource: 'order' as const, draft })),
    ...customers.map((draft) => ({ resource: 'customer' as const, draft })),
  ];
}

/** How many drafts wait to be sent, and how many need the user: refused by the server, or overtaken. */
export async function countOutbox(): Promise<{ waiting: number; stuck: number }> {
  const states = (await readAll()).map(({ draft }) => draft.delivery.state);
  return {
    waiting: states.filter((state) => state === 'queued').length,
    stuck: states.filter((state) => state === 'refused' || state === 'overtaken').length,
  };
}

/** Calls back whenever a draft is stored or removed; answers how to stop. */
export function onOutbox(callback: () => void): () => void {
  const stops = [orderDraftStorage.onChange(callback), customerDraftStorage.onChange(callback)];
  return () => {
    for (const stop of stops) stop();
  };
}

/**
 * Sends everything that waits, in the order in which it was saved; stops at the first that the server does
 * not answer.
 * @param onSent called for each draft that is with the server now
 */
export async function sendOutbox(
  connection: Connection,
  onSent: (resource: DraftResource) => unknown = () => undefined,
): Promise<void> {
  const queued = (await readAll()).flatMap(({ resource, draft: { id, server, delivery } }) =>
    delivery.state === 'queued' && server === connection.url ? [{ resource, id, at: delivery.savedAt }] : [],
  );
  for (const { resource, id } of queued.sort((a, b) => a.at - b.at)) {
    const { kind } = await send[resource](connection, id);
    if (kind === 'waiting') return;
    if (kind === 'done') await onSent(resource);
  }
}

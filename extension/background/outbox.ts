import { onAlarm, onBegin, setBadge, startAlarm, stopAlarm } from '../browser.ts';
import { readConnection } from '../connection/connection.ts';
import { isQueued } from '../drafts/orders/order-draft.ts';
import { onDrafts, readDrafts } from '../drafts/orders/order-draft-storage.ts';
import { sendDraft } from '../drafts/orders/send-order.ts';

const ALARM = 'outbox';

/** Keeps the alarm running while something waits, and says on the toolbar how much that is. */
async function watch(): Promise<void> {
  const drafts = await readDrafts();
  const waiting = drafts.filter(isQueued).length;
  const stuck = drafts.filter(
    ({ delivery }) => delivery.state === 'refused' || delivery.state === 'overtaken',
  ).length;
  await setBadge(waiting + stuck === 0 ? '' : String(waiting + stuck));
  await (waiting === 0 ? stopAlarm(ALARM) : startAlarm(ALARM));
}

/** Sends what waits, the oldest first; stops at the first that the server does not answer. */
async function sendAll(): Promise<void> {
  const connection = await readConnection();
  if (!connection) return;
  const queued = (await readDrafts()).filter(isQueued).reverse();
  for (const { id } of queued) {
    const sent = await sendDraft(connection, id);
    if (sent.kind === 'waiting') return;
  }
}

const begin = () => sendAll().finally(watch);

/** What was saved while the server was away is sent once it is back, whether the panel is open or not. */
export function keepOutbox(): void {
  onDrafts(() => void watch());
  onAlarm(ALARM, () => void begin());
  onBegin(() => void begin());
}

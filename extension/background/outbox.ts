import { onAlarm, onBegin, setBadge, startAlarm, stopAlarm } from '../browser.ts';
import { readConnection } from '../connection/connection.ts';
import { countOutbox, onOutbox, sendOutbox } from '../drafts/outbox.ts';

const ALARM = 'outbox';

/** Keeps the alarm running while something waits, and shows on the toolbar how much that is. */
async function watch(): Promise<void> {
  const { waiting, stuck } = await countOutbox();
  await setBadge(waiting + stuck === 0 ? '' : String(waiting + stuck));
  await (waiting === 0 ? stopAlarm(ALARM) : startAlarm(ALARM));
}

async function sendAll(): Promise<void> {
  const connection = await readConnection();
  if (connection) await sendOutbox(connection);
}

const begin = () => sendAll().finally(watch);

/** What was saved while the server was away is sent once it is back, whether the panel is open or not. */
export function keepOutbox(): void {
  onOutbox(() => void watch());
  onAlarm(ALARM, () => void begin());
  onBegin(() => void begin());
}

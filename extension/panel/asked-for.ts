import { effect } from '@preact/signals';
import { onStored, ownWindowId, readStored, removeStored } from '../browser.ts';
import { ASKED_FOR, AskedFor } from '../messages.ts';
import { startOrder } from './order-form/start-order.ts';
import { can, connection } from './session/session.ts';

async function beginAsAsked({ page }: AskedFor['newOrder']): Promise<void> {
  if (!page) return startOrder();
  const { showCaptured } = await import('./capture/show-captured.ts');
  showCaptured(page);
}

async function handleRequest(stored: unknown): Promise<void> {
  const asked = AskedFor.safeParse(stored).data;
  if (!asked || !connection.peek() || !can('orders:write')) return;
  const { windowId } = asked.newOrder;
  // The panels of other windows hear of it as well.
  if (windowId !== undefined && windowId !== (await ownWindowId())) return;
  const isMine = await navigator.locks.request(ASKED_FOR, async () => {
    if ((await readStored('session', ASKED_FOR)) === undefined) return false;
    await removeStored('session', ASKED_FOR);
    return true;
  });
  if (isMine) await beginAsAsked(asked.newOrder);
}

/** Does what the background script asked for before the panel was open or connected, and from then on. */
export function beginAskedFor(): void {
  effect(() => {
    if (connection.value) void readStored('session', ASKED_FOR).then(handleRequest);
  });
  onStored('session', (key, value) => {
    if (key === ASKED_FOR && value !== undefined) void handleRequest(value);
  });
}

import { onStored, readStored, removeStored } from '../browser.ts';
import { ASKED_FOR, AskedFor } from '../messages.ts';
import { go } from './route.ts';
import { connection, currency, may } from './session.ts';

async function obey(stored: unknown): Promise<void> {
  const asked = AskedFor.safeParse(stored).data;
  if (!asked || !connection.peek() || !may('orders:write')) return;
  // The other windows' panels hear of it as well; the one that removes it is the one that does it.
  const isMine = await navigator.locks.request(ASKED_FOR, async () => {
    if ((await readStored('session', ASKED_FOR)) === undefined) return false;
    await removeStored('session', ASKED_FOR);
    return true;
  });
  if (!isMine) return;
  const { formOfSelection } = await import('../capture/form-of-selection.ts');
  const { beginDraft } = await import('./drafts.ts');
  const { selection } = asked.newOrder;
  const form = selection ? formOfSelection(selection, currency.peek()) : {};
  go({ screen: 'draft', id: beginDraft(form, selection).id });
}

/** Does what the background script asked for before the panel was open, and from then on. */
export async function beginAskedFor(): Promise<void> {
  await obey(await readStored('session', ASKED_FOR));
  onStored('session', (key, value) => {
    if (key === ASKED_FOR && value !== undefined) void obey(value);
  });
}

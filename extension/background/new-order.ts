import { onAction, onCommand, onSelectionMenu, openPanel, runInPage, writeStored } from '../browser.ts';
import { readSelection } from '../capture/read-selection.ts';
import { ASKED_FOR, type AskedFor } from '../messages.ts';
import { text } from '../text.ts';

function ask(windowId: number | undefined, selection: string): Promise<void> {
  const message: AskedFor = { newOrder: { selection, windowId, at: Date.now() } };
  return writeStored('session', ASKED_FOR, message);
}

/** The ways to the panel. Each opens it before anything is awaited, else the browser does not take it for the user's doing. */
export function openOnDemand(): void {
  onAction((tab) => void openPanel(tab));
  onCommand('new_order', (tab) => {
    void openPanel(tab);
    void ask(tab?.windowId, '');
  });
  onSelectionMenu('new-order', text('menu_new_order'), async (tab, selection) => {
    void openPanel(tab);
    // The menu's own copy of the selection has lost its line ends.
    await ask(tab?.windowId, (await runInPage(tab, readSelection)) || selection);
  });
}

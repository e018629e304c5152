import {
  onAction,
  onCommand,
  onSelectionMenu,
  openPanel,
  runInPage,
  runScriptInPage,
  writeStored,
} from '../browser.ts';
import { CapturedPage } from '../capture/meaning/captured-order.ts';
import { settlePage } from '../capture/meaning/settle-page.ts';
import { readSelection } from '../capture/read-selection.ts';
import { readSelectedText } from '../capture/readers/selection.ts';
import { ASKED_FOR, type AskedFor } from '../messages.ts';
import { text } from '../text.ts';

type Tab = Parameters<Parameters<typeof onAction>[0]>[0];

function ask(tab: Tab | undefined, page?: CapturedPage): Promise<void> {
  const message: AskedFor = { newOrder: { ...(page && { page }), windowId: tab?.windowId, at: Date.now() } };
  return writeStored('session', ASKED_FOR, message);
}

/** What stands on a page that was just acted on; undefined where the browser lets no script in. */
async function readTab(tab: Tab | undefined): Promise<CapturedPage | undefined> {
  return CapturedPage.safeParse(await runScriptInPage(tab, 'read-page.js')).data;
}

/** The ways to the panel. Each opens it before anything is awaited, else the browser does not take it for the user's doing. */
export function openOnDemand(): void {
  onAction(async (tab) => {
    void openPanel(tab);
    const page = await readTab(tab);
    const settled = page && settlePage(page);
    // Whoever opens the panel beside any other page wants the panel.
    if (settled && 'order' in settled && settled.reading.agrees) await ask(tab, page);
  });
  onCommand('new_order', (tab) => {
    void openPanel(tab);
    void ask(tab);
  });
  onCommand('capture_order', async (tab) => {
    void openPanel(tab);
    await ask(tab, (await readTab(tab)) ?? { url: '', candidates: [], problem: 'not_allowed' });
  });
  onSelectionMenu('new-order', text('menu_new_order'), async (tab, selection) => {
    void openPanel(tab);
    // The menu's own copy of the selection has lost its line ends.
    const selected = (await runInPage(tab, readSelection)) || selection;
    await ask(tab, { url: '', candidates: readSelectedText(selected) });
  });
}

import type { Browser } from 'puppeteer-core';
import { expect, onTestFinished, test } from 'vitest';
import { launchFirefox } from '../../scripts/browsers/firefox.ts';

/** WebDriver BiDi, whose commands for the browser's own window puppeteer does not offer. */
interface Bidi {
  send(method: string, parameters: object): Promise<{ result: unknown }>;
}

/** Firefox's own window, whose script may do what a user does with the mouse. */
async function openChrome(browser: Browser) {
  const { connection } = browser as unknown as { connection: Bidi };
  const { result: tree } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const { contexts } = tree as { contexts: [{ context: string }] };
  return async (functionDeclaration: string): Promise<unknown> => {
    const target = { context: contexts[0].context };
    const reply = await connection.send('script.callFunction', {
      functionDeclaration,
      target,
      awaitPromise: true,
    });
    const { type, result } = reply.result as { type: string; result?: { value?: unknown } };
    if (type !== 'success') throw new Error(JSON.stringify(reply.result));
    return result?.value;
  };
}

const pressAction = `() => {
  const widget = 'docket_docket_example-browser-action';
  CustomizableUI.addWidgetToArea(widget, CustomizableUI.AREA_NAVBAR);
  document.getElementById(widget).querySelector('.unified-extensions-item-action-button').click();
}`;

/** The panel lives in a process of its own: of what is in it, its title is seen from here. */
const readTitle = `() => {
  const panel = document.getElementById('sidebar').contentDocument?.getElementById('webext-panels-browser');
  return panel?.browsingContext?.currentWindowGlobal?.documentTitle ?? '';
}`;

test("Firefox's toolbar button opens the real sidebar, and the panel runs in it", async () => {
  const firefox = await launchFirefox();
  onTestFinished(() => firefox.close());
  const runInChrome = await openChrome(firefox.browser);
  expect(await runInChrome(readTitle)).toBe('');
  await runInChrome(pressAction);
  await expect.poll(() => runInChrome(readTitle)).toBe('Connect to Docket · Docket');
});

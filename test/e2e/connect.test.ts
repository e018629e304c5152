import { expect, test } from 'vitest';
import { Panel } from '../../scripts/browsers/panel.ts';
import { openChromium, sharedServer } from './desk.ts';

test('the toolbar opens the panel beside the page, a pasted line connects it, and the token is shown to nobody', async () => {
  const { url, key } = sharedServer();
  const chromium = await openChromium();
  await chromium.page.goto(`${url}/docs/`);
  const panel = new Panel(await chromium.openPanel());
  await expect.poll(() => panel.page.evaluate(() => innerWidth)).toBe(360);

  await panel.find('heading', 'Connect to Docket');
  await panel.fill('API URL', `Docket is at ${url}, X-App-Id: ${key.app_id} X-App-Token: ${key.app_token}`);
  await panel.click('button', 'Connect');
  await panel.find('heading', 'Orders');

  await panel.click('link', 'Settings');
  await expect.poll(() => panel.text('main')).toContain('npm start');
  expect(await panel.page.content()).not.toContain(key.app_token);
  expect(await panel.page.$$eval('input', (inputs) => inputs.map(({ value }) => value))).not.toContain(
    key.app_token,
  );
  // The action has given the extension this page for now, and with it the right to run a script there.
  const readByPage = await chromium.background.evaluate(async () => {
    const [tab] = await chrome.tabs.query({ url: 'http://127.0.0.1/*' });
    const [frame] = await chrome.scripting.executeScript({
      target: { tabId: tab?.id ?? 0 },
      func: () =>
        chrome.storage.local.get().then(JSON.stringify, (error: Error) => `refused: ${error.message}`),
    });
    return frame?.result;
  });
  expect(readByPage).toMatch(/^refused: /);
});

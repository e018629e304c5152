import { expect, test } from 'vitest';
import { Panel } from '../../scripts/browsers/panel.ts';
import { openChromium, sharedServer } from './desk.ts';

test('the toolbar opens the panel beside the page, and a pasted line connects it', async () => {
  const { url, key } = sharedServer();
  const chromium = await openChromium();
  await chromium.page.goto(`${url}/docs/`);
  const panel = new Panel(await chromium.openPanel());
  await panel.fill('API URL', `${url} ${key.app_id} ${key.app_token}`);
  await panel.click('button', 'Connect');
  await panel.find('heading', 'Orders');
  expect(await chromium.page.title()).toContain('Docket');
});

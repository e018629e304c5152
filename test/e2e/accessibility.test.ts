import { expect, test } from 'vitest';
import { stops } from '../../scripts/browsers/tour.ts';
import { openDesk, sharedServer } from './desk.ts';
import { violations } from './violations.ts';

test('axe finds nothing on any screen, light or dark', async () => {
  const server = sharedServer();
  const { chromium, panel } = await openDesk(server);
  const found: Record<string, string[]> = {};
  for (const { name, visit } of stops) {
    await visit({ panel, write: server.write });
    found[name] = await violations(panel);
  }
  await chromium.background.evaluate(() => chrome.storage.local.remove('connection'));
  await panel.find('heading', 'Connect to Docket');
  await panel.click('button', 'Connect');
  found.connect = await violations(panel);
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, []])));
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { Panel } from '../../scripts/browsers/panel.ts';
import { openChromium, sharedServer } from './desk.ts';

/** A server that is something else; answers its address, also once it is closed. */
async function startOther() {
  const other = createServer((_, response) => response.end('<h1>A shop</h1>'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise((resolve) => other.close(resolve).closeAllConnections());
  onTestFinished(async () => void (await close()));
  return { url: `http://127.0.0.1:${(other.address() as AddressInfo).port}`, close };
}

test('a wrong address and a refused key are told apart, keep what was typed, and store nothing', async () => {
  const { url, key } = sharedServer();
  const chromium = await openChromium();
  const panel = new Panel(await chromium.openPanel());
  const other = await startOther();
  await panel.fill('App ID', key.app_id);
  await panel.fill('Token', key.app_token.toLowerCase());

  await panel.fill('API URL', 'http://orders.example');
  await panel.press('Enter');
  await expect.poll(() => panel.text('form')).toContain('begins with https://');
  await expect.poll(() => panel.focus()).toBe('API URL');

  await panel.fill('API URL', other.url);
  await panel.press('Enter');
  await expect.poll(() => panel.text('form')).toContain('Is the address right');

  await other.close();
  await panel.press('Enter');
  await expect.poll(() => panel.text('form')).toContain('The server does not answer');

  await panel.fill('API URL', url);
  await panel.press('Enter');
  await expect.poll(() => panel.text('form')).toContain('does not accept this App ID and token');
  await expect.poll(() => panel.focus()).toBe('Token');
  const stored = await chromium.background.evaluate(() => chrome.storage.local.get());
  expect(stored).toEqual({});

  await panel.fill('Token', key.app_token);
  await panel.press('Enter');
  await panel.find('heading', 'Orders');
});

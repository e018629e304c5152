import { expect, onTestFinished, test } from 'vitest';
import { launchFirefox } from '../../scripts/browsers/firefox.ts';
import { openChrome } from './firefox-chrome.ts';

test("Firefox's toolbar button opens the real sidebar, and the panel runs in it", async () => {
  const firefox = await launchFirefox();
  onTestFinished(() => firefox.close());
  const chrome = await openChrome(firefox.browser);
  expect(await chrome.panelTitle()).toBe('');
  await chrome.pressAction();
  await expect.poll(() => chrome.panelTitle()).toBe('Connect to Docket · Docket');
});

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { launchFirefox } from '../../scripts/browsers/firefox.ts';
import { connect, Panel } from '../../scripts/browsers/panel.ts';
import { sharedServer } from './desk.ts';
import { openChrome } from './firefox-chrome.ts';
import { agreementOf, expectStored, type ShopPage, shopPages, sourceIdOf } from './shop-pages.ts';

/** Serves each page at its own path; answers the server's origin. */
async function serve(pages: readonly ShopPage[]): Promise<string> {
  const server = createServer((request, response) => {
    const page = pages.find(({ expected }) => expected.url.endsWith(request.url ?? ''));
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(page?.html ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('in Firefox, one click beside four shops’ pages makes orders whose totals are those of the pages', async () => {
  const pages = shopPages(['woocommerce-bundle', 'magento-shipped-en', 'sylius-plain', 'vendure-en']);
  const origin = await serve(pages);
  const firefox = await launchFirefox();
  onTestFinished(() => firefox.close());
  const chrome = await openChrome(firefox.browser);
  const first = new Panel(await firefox.openPanel());
  await connect(first, sharedServer());
  await first.page.goto('about:blank');

  for (const { expected } of pages) {
    const { pathname, search } = new URL(expected.url);
    await first.page.goto(`${origin}${pathname}${search}`);
    await chrome.pressAction();
    await expect.poll(() => chrome.panelTitle()).toBe('From this page · Docket');
    await expect.poll(() => chrome.panelText()).toContain(agreementOf(expected));
    await expect.poll(() => chrome.clickInPanel('Use these lines')).toBe(true);
    await expect.poll(() => chrome.panelTitle()).toBe('New order · Docket');
    await expect.poll(() => chrome.clickInPanel('Save')).toBe(true);
    await expect.poll(() => chrome.panelText()).toContain(`Order ${sourceIdOf(expected)}`);
    await expectStored(expected);
  }
});

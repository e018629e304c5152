import type { HTTPRequest, Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import { openDesk } from './desk.ts';
import { agreementOf, expectStored, type ShopPage, shopPages, sourceIdOf } from './shop-pages.ts';

/** Shows a page under its own address: nothing else is answered. */
async function show(page: Page, { html, expected }: ShopPage): Promise<void> {
  await page.setRequestInterception(true);
  const answer = (request: HTTPRequest) =>
    void (request.isNavigationRequest()
      ? request.respond({ contentType: 'text/html; charset=utf-8', body: html })
      : request.abort());
  page.on('request', answer);
  await page.goto(expected.url);
  page.off('request', answer);
  await page.setRequestInterception(false);
}

test('one click beside four shops’ pages makes orders whose totals are those of the pages', async () => {
  const pages = shopPages([
    'woocommerce-coupon-guest',
    'magento-tax-discount',
    'shopify-discount-tax',
    'any-split-by-shipment',
  ]);
  const { chromium, panel } = await openDesk();
  for (const page of pages) {
    await show(chromium.page, page);
    await chromium.openPanel();
    await panel.find('heading', 'From this page');
    await expect.poll(() => panel.text('main')).toContain(agreementOf(page.expected));
    await panel.click('button', 'Use these lines');
    await panel.find('heading', 'New order');
    await panel.click('button', 'Save');
    await panel.find('heading', `Order ${sourceIdOf(page.expected)}`);
    await expectStored(page.expected);
  }
  const [first] = pages;
  if (!first) throw new Error('there is no page');
  await show(chromium.page, first);
  await chromium.openPanel();
  await panel.find('heading', 'From this page');
  await panel.find('link', 'Open order');
  await expect.poll(() => panel.text('main')).toContain('is here');
});

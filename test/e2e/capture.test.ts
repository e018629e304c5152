import { join } from 'node:path';
import type { HTTPRequest, Page } from 'puppeteer-core';
import { expect, test } from 'vitest';
import type { Panel } from '../../scripts/browsers/panel.ts';
import { type ExpectedOrder, readPages } from '../../scripts/capture/expected.ts';
import { ROOT } from '../../scripts/local/wrangler.ts';
import { openDesk, sharedServer } from './desk.ts';

/** Pages in the currency of the shared server. */
const NAMES = [
  'woocommerce-coupon-guest',
  'magento-tax-discount',
  'shopify-discount-tax',
  'any-split-by-shipment',
];

const pages = readPages(join(ROOT, 'test/capture/pages')).filter(({ name }) => NAMES.includes(name));

/** Shows a page under its own address: nothing else is answered. */
async function show(page: Page, { html, expected }: (typeof pages)[number]): Promise<void> {
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

async function acceptAndSave(panel: Panel, order: ExpectedOrder): Promise<void> {
  await panel.find('heading', 'From this page');
  await expect
    .poll(() => panel.text('main'))
    .toContain(`${order.lines.length} of ${order.lines.length} lines, total agrees`);
  await panel.click('button', 'Use these lines');
  await panel.find('heading', 'New order');
  await panel.click('button', 'Save');
  await panel.find('heading', `Order ${order.source_id?.replace(/^#/, '')}`);
}

async function expectStored(order: ExpectedOrder): Promise<void> {
  const id = order.source_id?.replace(/^#/, '');
  const stored = (await sharedServer().listOrders()).find(({ source_id }) => source_id === id);
  expect(stored?.total_amount).toBe(order.total);
  const lines = stored?.items.map(({ product, quantity, price }) => [product?.name, quantity, price]);
  expect(lines).toEqual(
    expect.arrayContaining(order.lines.map(({ name, quantity, unit_price }) => [name, quantity, unit_price])),
  );
}

test('one click beside four shops’ pages makes orders whose totals are those of the pages', async () => {
  expect(pages).toHaveLength(NAMES.length);
  const { chromium, panel } = await openDesk();
  for (const page of pages) {
    await show(chromium.page, page);
    await chromium.openPanel();
    await acceptAndSave(panel, page.expected as ExpectedOrder);
    await expectStored(page.expected as ExpectedOrder);
  }
  const [first] = pages;
  if (!first) throw new Error('there is no page');
  await show(chromium.page, first);
  await chromium.openPanel();
  await panel.find('heading', 'From this page');
  await panel.find('link', 'Open order');
  await expect.poll(() => panel.text('main')).toContain('is here');
});

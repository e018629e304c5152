import { expect, test } from 'vitest';
import { Panel } from '../../scripts/browsers/panel.ts';
import { connectLink } from '../../scripts/connect-link.ts';
import { openChromium, sharedServer } from './desk.ts';
import { violations } from './violations.ts';

/** The desk as a web page, in a browser that has not seen it yet, at an address of the shared server. */
async function openPage(address: string) {
  const server = sharedServer();
  const { page } = await openChromium();
  /** Where requests went, and what the browser found wrong, such as what the page's policy forbids. */
  const seen = { requests: [] as string[], errors: [] as string[] };
  page.on('request', (request) => {
    const { origin, pathname, search } = new URL(request.url());
    // What stands behind # is not sent.
    seen.requests.push(`${origin}${pathname}${search} ${request.headers().referer ?? ''}`);
  });
  page.on('console', (message) => message.type() === 'error' && seen.errors.push(message.text()));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  const panel = new Panel(page);
  await page.goto(`${server.url}${address}`);
  return { page, panel, server, seen };
}

const fragmentOf = ({ key }: Pick<ReturnType<typeof sharedServer>, 'key'>): string => connectLink('', key);

test('a link with a key opens the desk connected; the key is in no address, request or page after that', async () => {
  const { page, panel, server, seen } = await openPage(fragmentOf(sharedServer()));
  await panel.find('heading', 'Orders');
  expect(page.url()).toBe(`${server.url}/#/orders`);
  expect(await page.content()).not.toContain(server.key.app_token);
  expect(seen.requests.filter((request) => request.includes(server.key.app_token))).toEqual([]);
  expect(seen.errors).toEqual([]);

  await page.reload();
  await panel.find('heading', 'Orders');
  await page.goto('about:blank');
  await page.goBack();
  await panel.find('heading', 'Orders');
  expect(page.url()).toBe(`${server.url}/#/orders`);

  await panel.click('link', 'Settings');
  await panel.click('button', 'Disconnect');
  await panel.find('dialog', 'Disconnect from this server?');
  await panel.press('Tab', 'Enter');
  await panel.find('heading', 'Docket, an order desk');
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(server.key.app_token);
});

test('an order is opened by its address, changed, kept over a reload, and Back and Forward lead through', async () => {
  const { id } = await sharedServer().createOrder({
    source_id: 'page-1',
    amount: 4200,
    customer: { source_id: 'pia', name: 'Pia Page' },
  });
  const { page, panel, server, seen } = await openPage(`/#/orders/${id}`);
  await panel.find('heading', 'Docket, an order desk');
  await panel.fill('Connection link', `${server.url}${fragmentOf(server)}`);
  await panel.click('button', 'Connect');

  await panel.find('heading', 'Order page-1');
  await panel.click('button', 'Mark as paid');
  await panel.click('button', 'Change to Paid');
  await expect.poll(() => panel.text('.timeline')).toContain('Order paid');
  expect(await server.getOrder(id)).toMatchObject({ status: 'PAID' });

  await panel.click('link', 'Pia Page');
  await panel.find('heading', 'Pia Page');
  await page.goBack();
  await panel.find('heading', 'Order page-1');
  expect(page.url()).toBe(`${server.url}/#/orders/${id}`);
  await page.goForward();
  await panel.find('heading', 'Pia Page');
  await page.reload();
  await panel.find('heading', 'Pia Page');
  expect(seen.errors).toEqual([]);
});

test('not connected, the page says what it is and how to connect, and names what is wrong with a link', async () => {
  const { panel, server } = await openPage('/');
  await panel.find('heading', 'Docket, an order desk');
  await panel.find('link', 'API reference');
  await panel.click('button', 'Connect');
  await expect.poll(() => panel.text('form')).toContain('it ends with an App ID and a token');
  expect(await violations(panel)).toEqual([]);

  const another = `https://another.example${fragmentOf(server)}`;
  await panel.fill('Connection link', another);
  await panel.click('button', 'Connect');
  await expect.poll(() => panel.text('form')).toContain('for another server');

  const wrong = connectLink('', { ...server.key, app_token: 'x'.repeat(43) });
  await panel.page.goto(`${server.url}${wrong}`);
  await expect.poll(() => panel.text('form')).toContain('does not accept this App ID and token');
  expect(panel.page.url()).toBe(`${server.url}/#/orders`);
});

test('a wide window has the list and the order beside each other, a narrow one has one of them', async () => {
  const { id } = await sharedServer().createOrder({ source_id: 'page-wide', amount: 100 });
  await sharedServer().createOrder({ source_id: 'page-beside', amount: 200 });
  const { page, panel, seen } = await openPage(fragmentOf(sharedServer()));
  await page.setViewport({ width: 1000, height: 765 });
  await panel.click('link', 'page-wide');
  await panel.find('heading', 'Order page-wide');
  expect(page.url()).toContain(`#/orders/${id}`);
  expect(await page.$eval('[aria-current=page]:not(nav a)', (link) => link.textContent)).toBe('page-wide');
  expect(await violations(panel)).toEqual([]);

  await panel.click('link', 'page-beside');
  await panel.find('heading', 'Order page-beside');
  expect(await page.title()).toBe('Order page-beside · Docket');
  await page.setViewport({ width: 800, height: 765 });
  await expect.poll(() => panel.count('link', 'page-wide')).toBe(0);
  await panel.find('heading', 'Order page-beside');
  expect(seen.errors).toEqual([]);
});

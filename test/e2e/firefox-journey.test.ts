import { expect, onTestFinished, test } from 'vitest';
import { launchFirefox } from '../../scripts/browsers/firefox.ts';
import { connect, Panel } from '../../scripts/browsers/panel.ts';
import { sharedServer } from './desk.ts';
import { exportFile, fileOfApi, firstChoice } from './exported-file.ts';

test('in Firefox: connect, keep a draft, make an order, find it, change its status, export it', async () => {
  const server = sharedServer();
  const firefox = await launchFirefox();
  onTestFinished(() => firefox.close());
  const first = new Panel(await firefox.openPanel());
  await connect(first, server);

  await first.click('button', 'New order');
  await first.click('combobox', 'Add an item');
  await first.type('Wool blanket');
  await first.find('option', 'Add “Wool blanket” as a free line');
  await first.press('Enter');
  await expect.poll(() => first.focus()).toBe('Quantity');
  await first.type('2');
  await first.fill('Price', '40.25');
  await first.fill('Source ID', 'from-firefox');
  await expect
    .poll(() => first.page.evaluate(async () => JSON.stringify(await chrome.storage.local.get())))
    .toContain('from-firefox');
  await first.page.close();

  const panel = new Panel(await firefox.openPanel());
  await panel.find('heading', 'New order');
  await expect.poll(() => panel.valueOf('Source ID')).toBe('from-firefox');
  await panel.click('combobox', 'Choose a customer');
  await panel.type('fox@firefox.example');
  await panel.click('option', 'New customer “fox@firefox.example”');
  await expect.poll(() => panel.focus()).toBe('Name');
  await panel.type('Fenja Fox');
  await panel.press('Control+Enter');
  await panel.find('heading', 'Order from-firefox');

  await panel.click('button', 'Back');
  await panel.fill('Order number or customer', 'fenja', 'searchbox');
  await panel.click('link', 'from-firefox');
  await panel.click('button', 'Mark as paid');
  await panel.click('button', 'Change to Paid');
  await expect.poll(() => panel.text('.timeline')).toContain('Order paid');
  const [made] = (await server.listOrders()).filter(({ source_id }) => source_id === 'from-firefox');
  expect(made).toMatchObject({ status: 'PAID', amount: 8050, customer: { name: 'Fenja Fox' } });

  await panel.click('button', 'Back');
  await panel.click('button', 'Filters');
  await panel.click('combobox', 'Customer');
  await panel.type('fenja');
  await panel.page.locator('dialog [role=option]').click();
  await panel.click('button', 'Done');
  await panel.click('link', 'Export');
  const file = await exportFile(panel, firefox.downloads);
  const expected = await fileOfApi(server, {
    ...firstChoice,
    filters: { customer_id: { conditions: { $is: made?.customer_id } } },
  });
  expect(file.toString()).toContain('from-firefox');
  expect(file.equals(expected)).toBe(true);
});

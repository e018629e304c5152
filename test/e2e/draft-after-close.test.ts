import { expect, test } from 'vitest';
import { Panel } from '../../scripts/browsers/panel.ts';
import { openDesk } from './desk.ts';

test('a panel that is closed in mid-form opens on the same form, and Escape keeps the draft', async () => {
  const { chromium, panel } = await openDesk();
  await panel.click('button', 'New order');
  await panel.fill('Source ID', 'closed early');
  await panel.page.close();

  const again = new Panel(await chromium.openPanel());
  await again.find('heading', 'New order');
  await expect.poll(() => again.valueOf('Source ID')).toBe('closed early');

  await again.press('Escape', 'Escape');
  await again.find('heading', 'Orders');
  await expect.poll(() => again.text('.outbox')).toContain('New order: closed early');
  await again.click('button', 'Discard');
  await again.find('dialog', 'Discard this draft?');
  await again.press('Tab', 'Enter');
  await expect.poll(() => again.text('.outbox')).toBe('');
  expect(
    await chromium.background.evaluate(async () => JSON.stringify(await chrome.storage.local.get())),
  ).not.toContain('closed early');
});

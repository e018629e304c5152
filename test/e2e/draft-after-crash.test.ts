import { rmSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { launchChromium, newProfile } from '../../scripts/browsers/chromium.ts';
import { connect, Panel } from '../../scripts/browsers/panel.ts';
import { openChromium, sharedServer } from './desk.ts';

test('a browser that is killed in mid-form finds the draft when it starts again', async () => {
  const server = sharedServer();
  const profile = newProfile();
  onTestFinished(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  const doomed = await launchChromium({ profile });
  await doomed.allowOrigin('http://127.0.0.1/*');
  const panel = new Panel(await doomed.openPanel());
  await connect(panel, server);
  await panel.click('button', 'New order');
  await panel.find('combobox', 'Add an item');
  await panel.type('Hand-made bowl');
  await panel.find('option', 'Add “Hand-made bowl” as a free line');
  await panel.press('Enter');
  await panel.fill('Price', '18.75');
  await panel.fill('Source ID', 'survivor');
  await panel.click('combobox', 'Choose a customer');
  await panel.type('half a na');
  await expect
    .poll(() => doomed.background.evaluate(async () => JSON.stringify(await chrome.storage.local.get())))
    .toContain('half a na');
  await doomed.kill();

  const chromium = await openChromium(profile);
  const again = new Panel(await chromium.openPanel());
  await again.click('button', 'Continue');
  await again.find('heading', 'New order');
  await expect.poll(() => again.valueOf('Source ID')).toBe('survivor');
  await expect.poll(() => again.valueOf('Price')).toBe('18.75');
  await expect.poll(() => again.text('.form-lines')).toContain('Hand-made bowl');
  expect(
    await again.page.$$eval('[role=combobox]', (inputs) =>
      inputs.map((input) => (input as HTMLInputElement).value),
    ),
  ).toContain('half a na');
});

import { expect, test } from 'vitest';
import { Panel } from '../../scripts/browsers/panel.ts';
import { openDesk } from './desk.ts';

/*
 * No protocol of the browsers can choose from the context menu or press a shortcut of an extension. What they make the background
 * script do is done here in its place: it stores what was selected, where the panel finds it.
 */
test('text selected on a page begins an order with its number, customer and lines', async () => {
  const { chromium, panel } = await openDesk();
  await panel.find('button', 'New order');
  await chromium.background.evaluate(() =>
    chrome.storage.session.set({
      'asked-for': {
        newOrder: {
          page: {
            url: '',
            candidates: [
              {
                reader: 'selection',
                sourceId: 'S-1042',
                customer: { email: 'ada@selected.example' },
                lines: [
                  { name: 'Mug', quantity: '2', unitPrice: '$4.50' },
                  { name: 'Tea pot', quantity: '1', unitPrice: '$20.00' },
                ],
                totals: [{ kind: 'total', label: 'Total', amount: '$29.00' }],
                notUnderstood: [],
              },
            ],
          },
          at: Date.now(),
        },
      },
    }),
  );
  await panel.find('heading', 'From this page');
  await expect.poll(() => panel.text('main')).toContain('2 of 2 lines, total agrees');
  await panel.click('button', 'Use these lines');
  await panel.find('heading', 'New order');
  await expect.poll(() => panel.valueOf('Source ID')).toBe('S-1042');
  await expect.poll(() => panel.text('.form-lines')).toMatch(/Mug[\s\S]*9\.00[\s\S]*Tea pot[\s\S]*20\.00/);
  await expect.poll(() => panel.text('.summary')).toContain('29.00');
  await expect.poll(() => panel.valueOf('Email')).toBe('ada@selected.example');
  expect(await chromium.background.evaluate(() => chrome.storage.session.get('asked-for'))).toEqual({});
});

test('the shortcut for a new order, pressed while the panel is closed, opens it on an empty form', async () => {
  const { chromium, panel } = await openDesk();
  await panel.page.close();
  await chromium.background.evaluate(() =>
    chrome.storage.session.set({ 'asked-for': { newOrder: { at: Date.now() } } }),
  );
  const again = new Panel(await chromium.openPanel());
  await again.find('heading', 'New order');
  await expect.poll(() => again.focus()).toBe('Add an item');
  await expect.poll(() => again.text('.form-lines')).toBe('');
});

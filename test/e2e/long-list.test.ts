import { expect, test } from 'vitest';
import { fillOrders } from '../../scripts/bench/lists.ts';
import { createLocalKey } from '../../scripts/key-pairs.ts';
import { startLocalDatabase } from '../../scripts/local/local-worker.ts';
import { makeState, startServer } from '../node/server.ts';
import { openDesk } from './desk.ts';

const ORDERS = 20_000;

async function fillState(state: string): Promise<void> {
  await createLocalKey(state, { role: 'admin', name: 'filler' });
  const miniflare = await startLocalDatabase(state);
  await fillOrders(await miniflare.getD1Database('DB'), ORDERS);
  await miniflare.dispose();
}

test('20,000 orders are scrolled page by page, each once and in order, and refreshing keeps the place', async () => {
  const state = makeState();
  await fillState(state);
  const server = await startServer({ state });
  try {
    const { panel } = await openDesk(server);
    const ids = () =>
      panel.page.$$eval('.order-table tbody a', (links) => links.map((link) => link.textContent));
    await panel.find('link', `bench-${ORDERS}`);
    await expect.poll(() => panel.text('.list-summary')).toContain('20,000 orders');

    for (const pages of [2, 3, 4]) {
      await panel.page.evaluate(() => scrollTo({ top: document.body.scrollHeight }));
      await expect.poll(async () => (await ids()).length).toBeGreaterThanOrEqual(pages * 50);
    }
    const seen = await ids();
    expect(seen).toEqual(seen.map((_, index) => `bench-${ORDERS - index}`));

    await panel.page.evaluate(() => document.querySelectorAll('.order-table tbody a')[120]?.scrollIntoView());
    const top = await panel.page.evaluate(() => scrollY);
    await panel.click('button', 'Refresh');
    await expect.poll(() => panel.text('[role=status]')).toContain('Up to date');
    expect(await panel.page.evaluate(() => scrollY)).toBe(top);
    expect((await ids()).slice(0, 121)).toEqual(seen.slice(0, 121));
  } finally {
    await server.stop();
  }
});

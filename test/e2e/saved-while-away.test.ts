import { expect, test } from 'vitest';
import { makeState, startServer } from '../node/server.ts';
import { apiOf, openDesk } from './desk.ts';

test('an order that is saved while the server is stopped waits in sight, and becomes exactly one order once it runs again', async () => {
  const state = makeState();
  const stopped = await startServer({ state });
  const { panel } = await openDesk(stopped);
  await panel.click('button', 'New order');
  await panel.fill('Source ID', 'from-the-outbox');
  await panel.fill('Or the total amount only', '12.34');
  await stopped.stop();
  await panel.press('Control+Enter');
  await expect.poll(() => panel.text('.outbox')).toMatch(/from-the-outbox[\s\S]*Waiting to be sent/);

  const server = await startServer({ args: ['--port', new URL(stopped.url).port, '--state', state] });
  try {
    // Nothing is clicked: what waits is sent by itself.
    await panel.find('link', 'from-the-outbox');
    await expect.poll(() => panel.text('.outbox')).toBe('');
    await panel.click('button', 'Refresh');
    expect(await apiOf(server).listOrders()).toMatchObject([{ source_id: 'from-the-outbox', amount: 1234 }]);
  } finally {
    await server.stop();
  }
});

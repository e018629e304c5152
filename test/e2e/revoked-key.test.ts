import { expect, test } from 'vitest';
import { openDesk, sharedServer } from './desk.ts';

test('a revoked key is said to be one, loses no draft, and another key goes on where it stopped', async () => {
  const server = sharedServer();
  const revoked = await server.createKey('staff', 'leaves today');
  const other = await server.createKey('staff', 'stays');
  const { panel } = await openDesk({ url: server.url, key: revoked });
  await panel.click('button', 'New order');
  await panel.fill('Source ID', 'kept-by-revoked');
  await panel.fill('Or the total amount only', '7');

  await server.write('DELETE', `/v1/keys/${revoked.id}`);
  await panel.click('button', 'Save');
  await expect.poll(() => panel.text('.connection-problem')).toContain('This key was revoked or is wrong');
  await expect.poll(() => panel.text('.outbox')).toContain('Waiting to be sent');

  await panel.click('button', 'Connect again');
  await panel.fill('API URL', `${server.url} ${other.app_id} ${other.app_token}`);
  await panel.click('button', 'Connect');
  await panel.find('link', 'kept-by-revoked');
  await expect.poll(() => panel.text('.connection-problem')).toBe('');
  const made = (await server.listOrders()).filter(({ source_id }) => source_id === 'kept-by-revoked');
  expect(made).toHaveLength(1);
});

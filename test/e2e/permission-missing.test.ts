import { expect, test } from 'vitest';
import { openDesk, sharedServer } from './desk.ts';

test('a permission that was taken back is said to be what is missing, and given again where that is said', async () => {
  const server = sharedServer();
  await server.createOrder({ source_id: 'permission-1', amount: 100 });
  const { chromium, panel } = await openDesk(server);
  await panel.find('link', 'permission-1');

  await chromium.forbidOrigin('http://127.0.0.1/*');
  await panel.click('button', 'Refresh');
  await expect
    .poll(() => panel.text('.connection-problem'))
    .toContain('The browser does not let Docket call this server');

  await chromium.allowOrigin('http://127.0.0.1/*');
  await server.createOrder({ source_id: 'permission-2', amount: 100 });
  await panel.click('button', 'Allow access');
  await panel.find('link', 'permission-2');
  await expect.poll(() => panel.text('.connection-problem')).toBe('');
});

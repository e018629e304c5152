import { expect, test } from 'vitest';
import { openDesk, sharedServer } from './desk.ts';

test('a key that may not even read orders is told what it lacks', async () => {
  const server = sharedServer();
  const { panel } = await openDesk({ url: server.url, key: await server.createKey('ingest', 'writes') });
  await expect.poll(() => panel.text('main')).toContain('This key may not do that');
  await expect.poll(() => panel.text('main')).toContain('orders:read');
  expect(await panel.count('link', 'Customers')).toBe(0);
});

test('a key that only reads is offered nothing to write', async () => {
  const server = sharedServer();
  await server.createOrder({ source_id: 'only-to-read', amount: 100 });
  const { panel } = await openDesk({ url: server.url, key: await server.createKey('analyst', 'reads') });
  await panel.find('link', 'only-to-read');
  expect(await panel.count('button', 'New order')).toBe(0);
  await panel.press('n');

  await panel.click('link', 'only-to-read');
  await expect.poll(() => panel.text('.timeline')).toContain('Order created');
  for (const name of ['Edit', 'Mark as paid', 'Mark as fulfilled', 'Cancel order']) {
    expect(await panel.count('button', name), name).toBe(0);
  }
});

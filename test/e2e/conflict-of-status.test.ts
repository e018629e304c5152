import { expect, test } from 'vitest';
import { openDesk, sharedServer } from './desk.ts';

test('a status that was changed elsewhere meanwhile is shown beside the wanted one, and only a choice overwrites it', async () => {
  const server = sharedServer();
  const { id } = await server.createOrder({ source_id: 'status-conflict', amount: 1000 });
  const { panel } = await openDesk(server);
  await panel.click('link', 'status-conflict');
  await panel.find('button', 'Mark as paid');

  await server.write('PUT', `/v1/orders/${id}`, { status: 'FULFILLED' });
  await panel.click('button', 'Mark as paid');
  await panel.find('dialog', 'This order was changed meanwhile');
  await expect.poll(() => panel.text('dialog')).toMatch(/Yours\s+Paid\s+Now stored\s+Fulfilled/);
  await panel.click('button', 'Keep as it is');
  await expect.poll(() => panel.count('button', 'Mark as fulfilled')).toBe(0);
  expect(await server.getOrder(id)).toMatchObject({ status: 'FULFILLED' });

  await server.write('PUT', `/v1/orders/${id}`, { status: 'CREATED' });
  await panel.click('button', 'Mark as paid');
  await panel.find('dialog', 'This order was changed meanwhile');
  expect(await server.getOrder(id)).toMatchObject({ status: 'CREATED' });
  await panel.click('button', 'Change to Paid anyway');
  await panel.find('button', 'Back to fulfilled, unpaid');
  await expect.poll(() => server.getOrder(id)).toMatchObject({ status: 'PAID' });
});

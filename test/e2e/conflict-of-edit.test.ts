import { expect, test } from 'vitest';
import { type Desk, openDesk, sharedServer } from './desk.ts';

async function edit({ panel }: Desk, sourceId: string): Promise<void> {
  await panel.click('link', sourceId);
  await panel.click('button', 'Edit');
  await panel.find('heading', 'Edit order');
}

test('an edit of an order that was changed elsewhere shows both versions; mine goes on top of theirs only if chosen', async () => {
  const server = sharedServer();
  const { id } = await server.createOrder({
    source_id: 'edit-conflict',
    amount: 1000,
    metadata: { gift: 'no' },
  });
  const desk = await openDesk(server);
  const { panel } = desk;
  const theirs = { status: 'PAID', amount: 2000, metadata: { gift: 'yes', wrap: 'red' } } as const;

  await edit(desk, 'edit-conflict');
  await panel.fill('Or the total amount only', '15');
  await server.write('PUT', `/v1/orders/${id}`, theirs);
  await panel.click('button', 'Save');
  await panel.find('heading', 'This order was changed meanwhile');
  await expect.poll(() => panel.text('.conflict')).toMatch(/15\.00\s+\S*20\.00/);
  expect(await server.getOrder(id)).toMatchObject(theirs);

  await panel.click('button', 'Keep what is stored');
  await panel.find('heading', 'Order edit-conflict');
  await expect.poll(() => panel.text('.totals')).toContain('20.00');
  expect(await server.getOrder(id)).toMatchObject(theirs);

  await panel.click('button', 'Edit');
  await panel.fill('Or the total amount only', '30');
  await server.write('PUT', `/v1/orders/${id}`, { status: 'FULFILLED' });
  await panel.click('button', 'Save');
  await panel.click('button', 'Save mine on top');
  await panel.find('heading', 'Order edit-conflict');
  expect(await server.getOrder(id)).toMatchObject({ ...theirs, status: 'FULFILLED', amount: 3000 });
});

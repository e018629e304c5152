import { expect, test } from 'vitest';
import { openDesk, sharedServer } from './desk.ts';

test('an order is found by its customer, opened, paid and canceled; canceling asks once', async () => {
  const server = sharedServer();
  const { id } = await server.createOrder({
    source_id: 'find-me',
    items: [{ product: { name: 'Lamp' }, quantity: 3, price: 1250 }],
    customer: { source_id: 'finn', name: 'Finn Findable', email: 'finn@find.example' },
  });
  await server.createOrder({ source_id: 'not-me', amount: 100 });
  const { panel } = await openDesk(server);
  await panel.find('link', 'not-me');

  await panel.press('/');
  await panel.type('findable');
  await panel.find('link', 'find-me');
  await expect.poll(() => panel.count('link', 'not-me')).toBe(0);
  await panel.click('link', 'find-me');
  await panel.find('heading', 'Order find-me');
  await expect.poll(() => panel.text('main')).toMatch(/Finn Findable[\s\S]*Lamp[\s\S]*37\.50/);

  await panel.click('button', 'Mark as paid');
  await panel.click('button', 'Change to Paid');
  await expect.poll(() => panel.text('.timeline')).toMatch(/Order paid[\s\S]*by npm start/);
  expect(await server.getOrder(id)).toMatchObject({ status: 'PAID' });

  await panel.click('button', 'Cancel order');
  await panel.click('button', 'Keep as it is');
  await expect.poll(() => panel.count('dialog', 'Cancel order find-me?')).toBe(0);
  expect(await server.getOrder(id)).toMatchObject({ status: 'PAID' });

  await panel.click('button', 'Cancel order');
  await panel.find('dialog', 'Cancel order find-me?');
  await panel.press('Tab', 'Enter');
  await expect.poll(() => panel.text('.timeline')).toContain('Order canceled');
  expect(await server.getOrder(id)).toMatchObject({ status: 'CANCELED' });

  await panel.click('button', 'Back');
  await panel.find('heading', 'Orders');
  expect(await panel.page.$eval('[type=search]', (input) => (input as HTMLInputElement).value)).toBe(
    'findable',
  );
  await expect.poll(() => panel.focus()).toBe('find-me');
});

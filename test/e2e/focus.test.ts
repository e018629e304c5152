import { expect, test } from 'vitest';
import { openDesk, sharedServer } from './desk.ts';

test('whatever a key does, the focus stays where the user is, or goes where the user goes on', async () => {
  const server = sharedServer();
  await server.createOrder({
    source_id: 'focus-1',
    amount: 1000,
    customer: { source_id: 'focus', name: 'Fiona Focus' },
  });
  const { panel } = await openDesk(server);
  const focused = (name: string) => expect.poll(() => panel.focus()).toBe(name);
  const pressOn = async (role: string, name: string) => {
    await (await panel.find(role, name)).focus();
    await panel.press('Enter');
  };

  await focused('Orders');
  await pressOn('button', 'Refresh');
  await expect.poll(() => panel.text('[role=status]')).toContain('Up to date');
  await focused('Refresh');
  await pressOn('button', 'Filters');
  await focused('From');
  await panel.press('Escape');
  await focused('Filters');

  await pressOn('link', 'focus-1');
  await focused('Order focus-1');
  await pressOn('button', 'Mark as paid');
  await pressOn('button', 'Change to Paid');
  await focused('Paid');

  await pressOn('button', 'Edit');
  await focused('Edit order');
  await pressOn('button', 'Remove Fiona Focus');
  await focused('Choose a customer');
  await panel.type('somebody new');
  await panel.find('option', 'New customer “somebody new”');
  await panel.press('Enter');
  await focused('Name');
  await pressOn('button', 'Choose an existing customer instead');
  await focused('Choose a customer');
  await pressOn('button', 'Add a property');
  await focused('Key');
  await panel.type('for_now');
  await panel.press('Enter');
  await focused('for_now');
  await pressOn('button', 'Remove for_now');
  await focused('Add a property');

  await panel.press('Escape');
  await focused('Order focus-1');
  await pressOn('button', 'Back');
  await focused('focus-1');
});

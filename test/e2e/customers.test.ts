import { expect, test } from 'vitest';
import type { CustomerList } from '../../shared/customers/customer-lists.ts';
import { openDesk, sharedServer } from './desk.ts';

test('a customer is made, found, edited and shown with what was bought; half a customer is kept', async () => {
  const server = sharedServer();
  const { panel } = await openDesk(server);
  await panel.click('link', 'Customers');
  await panel.find('heading', 'Customers');
  await panel.press('n');
  await expect.poll(() => panel.focus()).toBe('Name');
  await panel.type('Cleo Customer');
  await panel.fill('Email', 'cleo@customers.example');
  await panel.press('Escape');
  await expect.poll(() => panel.text('.outbox')).toContain('Cleo Customer');
  await panel.click('button', 'Continue');
  await expect.poll(() => panel.valueOf('Email')).toBe('cleo@customers.example');
  await panel.press('Control+Enter');
  await panel.find('heading', 'Cleo Customer');

  const found = await server.call<CustomerList>('GET', '/v1/customers?q=cleo%40customers.example');
  expect(found.body.customers).toMatchObject([{ name: 'Cleo Customer' }]);
  const id = found.body.customers[0]?.id ?? '';
  await server.createOrder({ source_id: 'of-cleo', status: 'PAID', amount: 4200, customer_id: id });
  await panel.click('button', 'Back');
  await panel.fill('Name, email or phone', 'cleo', 'searchbox');
  await panel.click('link', 'Cleo Customer');
  await panel.click('button', 'Refresh');
  await panel.find('link', 'of-cleo');
  await expect.poll(() => panel.text('main')).toContain('$42.00');

  await panel.click('button', 'Edit');
  await panel.fill('City', 'Brno');
  await server.write('PUT', `/v1/customers/${id}`, { address: { city: 'Prague' }, phone: '+420 1' });
  await panel.click('button', 'Save');
  await expect.poll(() => panel.text('main')).toMatch(/Brno\s+Prague|Prague[\s\S]*Brno/);
  expect((await server.call('GET', `/v1/customers/${id}`)).body).toMatchObject({
    address: { city: 'Prague' },
  });
  await panel.click('button', 'Save mine on top');
  await panel.find('heading', 'Cleo Customer');
  expect((await server.call('GET', `/v1/customers/${id}`)).body).toMatchObject({
    address: { city: 'Brno' },
    phone: '+420 1',
  });
});

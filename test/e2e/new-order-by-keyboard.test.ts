import { expect, test } from 'vitest';
import type { Customer } from '../../shared/customers/customers.ts';
import type { MetadataSchema } from '../../shared/metadata/metadata-definitions.ts';
import type { Product } from '../../shared/products.ts';
import { openDesk, sharedServer } from './desk.ts';

test('an order with two products, a new customer, a referrer and a property new to the schema is made by keyboard alone', async () => {
  const server = sharedServer();
  const kettle = await server.write<Product>('POST', '/v1/products', { name: 'Copper kettle', price: 4550 });
  const filter = await server.write<Product>('POST', '/v1/products', { name: 'Paper filters', price: 390 });
  const referrer = await server.write<Customer>('POST', '/v1/customers', { name: 'Rufus Referrer' });
  const { panel } = await openDesk(server);
  const focused = (name: string) => expect.poll(() => panel.focus()).toBe(name);

  await panel.press('n');
  await focused('Add an item');
  await panel.type('copper ket');
  await panel.find('option', 'Copper kettle 45.50');
  await panel.press('Enter');
  await focused('Quantity');
  await panel.type('2');
  await panel.press('Enter');
  await focused('Add an item');
  await panel.type('filters');
  await panel.find('option', 'Paper filters 3.90');
  await panel.press('Enter');
  await focused('Quantity');
  await panel.press('Tab');
  await focused('Price');
  await panel.type('4.10');
  await expect.poll(() => panel.text('.summary')).toContain('95.10');

  await panel.press('Enter', 'Tab');
  await focused('Source ID');
  await panel.type('by-keyboard');
  await panel.press('Tab', 'p');
  await panel.press('Tab');
  await focused('Add a code');
  await panel.press('Tab');
  await focused('Choose a customer');
  await panel.type('nora@keyboard.example');
  await panel.find('option', 'New customer “nora@keyboard.example”');
  await panel.press('Enter');
  await focused('Name');
  await panel.type('Nora Keyboard');
  await panel.press('Tab');
  await focused('Email');
  await panel.press('Tab', 'Tab', 'Tab', 'Tab');
  await focused('Choose a customer');
  await panel.type('rufus');
  await panel.find('option', 'Rufus Referrer');
  await panel.press('Enter');
  await expect.poll(() => panel.text('form')).toContain('Rufus Referrer');

  await focused('Remove Rufus Referrer');
  await panel.press('Tab');
  await focused('Add a property');
  await panel.press('Enter');
  await focused('Key');
  await panel.type('parcels');
  await panel.press('Tab', 'n');
  await panel.press('Tab', 'Tab', 'Tab', 'Tab');
  await focused('Add to schema');
  await panel.press('Enter');
  await focused('parcels');
  await panel.type('3');
  await panel.press('Control+Enter');
  await panel.find('heading', 'Order by-keyboard');

  const made = (await server.listOrders()).filter(({ source_id }) => source_id === 'by-keyboard');
  expect(made).toMatchObject([
    {
      status: 'PAID',
      amount: 9510,
      items: [
        { product_id: kettle.id, quantity: 2, price: 4550 },
        { product_id: filter.id, quantity: 1, price: 410 },
      ],
      customer: { name: 'Nora Keyboard', email: 'nora@keyboard.example' },
      referrer_id: referrer.id,
      metadata: { parcels: 3 },
    },
  ]);
  const schema = await server.call<MetadataSchema>('GET', '/v1/metadata-schemas/order');
  expect(schema.body.properties.parcels).toMatchObject({ type: 'number', array: false, optional: true });
});

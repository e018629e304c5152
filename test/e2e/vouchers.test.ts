import { expect, test } from 'vitest';
import type { Order } from '../../shared/orders/orders.ts';
import type { ValidationRule } from '../../shared/validation-rules/validation-rules.ts';
import { openDesk, sharedServer } from './desk.ts';

test('codes on a new order are checked as it is typed, redeemed with it, and rolled back', async () => {
  const server = sharedServer();
  await server.write('POST', '/v1/vouchers/TEN-OFF', {
    discount: { type: 'PERCENT', percent_off: 10 },
    redemption: { quantity: 1 },
  });
  const rule = await server.write<ValidationRule>('POST', '/v1/validation-rules', {
    name: 'A big cart',
    rules: {
      1: {
        name: 'order.amount',
        conditions: { $more_than_or_equal: [100_000] },
        error: { message: 'Spend at least 1,000' },
      },
    },
  });
  await server.write('POST', '/v1/vouchers/BIG-CART', {
    discount: { type: 'AMOUNT', amount_off: 500 },
    validation_rules: [rule.id],
  });
  const { panel } = await openDesk(server);

  await panel.click('button', 'New order');
  await panel.fill('Add an item', 'Sofa', 'combobox');
  await panel.find('option', 'Add “Sofa” as a free line');
  await panel.press('Enter');
  await panel.fill('Price', '200');
  await panel.fill('Source ID', 'with-codes');
  await panel.fill('Add a code', 'TEN-OFF');
  await panel.press('Enter');
  await expect.poll(() => panel.text('.summary')).toContain('180.00');
  await panel.fill('Add a code', 'BIG-CART');
  await panel.press('Enter');
  await expect.poll(() => panel.text('main')).toContain('Spend at least 1,000');
  await panel.page.locator('.code-rules summary').click();
  await expect
    .poll(() => panel.text('.code-rules'))
    .toMatch(/A big cart[\s\S]*order amount at least \S*1,000\.00/);

  await panel.press('Control+Enter');
  await expect.poll(() => panel.text('main')).toContain('BIG-CART');
  expect((await server.call('GET', '/v1/orders/with-codes')).status).toBe(404);

  await panel.click('button', 'Remove BIG-CART');
  await panel.press('Control+Enter');
  await panel.find('heading', 'Order with-codes');
  await expect.poll(() => panel.text('main')).toMatch(/TEN-OFF[\s\S]*20\.00/);
  const saved = await server.getOrder('with-codes');
  expect(saved).toMatchObject({ total_amount: 18_000, total_discount_amount: 2000 });

  await panel.click('button', 'Mark as paid');
  await expect.poll(async () => (await server.getOrder('with-codes')).status).toBe('PAID');
  await panel.click('button', 'Roll back');
  await panel.find('dialog', 'Roll back TEN-OFF?');
  await panel.press('Tab', 'Enter');
  await expect.poll(() => panel.text('main')).toContain('rolled back');
  const rolledBack: Order = await server.getOrder('with-codes');
  expect(rolledBack).toMatchObject({ status: 'CANCELED', total_amount: 20_000, total_discount_amount: 0 });
});

test('a customer shows the segments they are in', async () => {
  const server = sharedServer();
  const { customer_id } = await server.createOrder({
    status: 'PAID',
    amount: 90_000,
    customer: { source_id: 'spender', name: 'Spencer Spender' },
  });
  await server.write('POST', '/v1/segments', {
    name: 'High-spenders',
    type: 'auto-update',
    filter: { 'summary.orders.total_amount': { conditions: { $more_than: [50_000] } } },
  });
  const { panel } = await openDesk(server);
  await panel.page.evaluate((id) => {
    location.hash = `#/customers/${id}`;
  }, customer_id);
  await panel.find('heading', 'Spencer Spender');
  await expect.poll(() => panel.text('main')).toMatch(/Segments\s+High-spenders/);
});

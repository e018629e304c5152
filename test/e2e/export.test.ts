import { expect, test } from 'vitest';
import { openDesk, sharedServer } from './desk.ts';
import { exportFile, fileOfApi, firstChoice } from './exported-file.ts';

test("the filtered orders are exported with chosen columns in the chosen order, byte for byte the API's own file", async () => {
  const server = sharedServer();
  const customer = { source_id: 'exporter', name: 'Žofie "Expórt", Ltd.' };
  for (const number of [1, 2, 3, 4]) {
    await server.createOrder({
      source_id: `export-${number}`,
      status: number === 4 ? 'CANCELED' : 'PAID',
      items: [{ product: { name: 'Seed; "mixed"' }, quantity: number, price: 105 }],
      customer,
      metadata: { parcel_note: `=SUM(${number})` },
    });
  }
  const { chromium, panel } = await openDesk(server);
  await panel.click('button', 'Filters');
  await panel.click('combobox', 'Customer');
  await panel.type('expórt');
  await panel.page.locator('dialog [role=option]').click();
  await panel.click('button', 'Done');
  await panel.page.locator('.status-tabs ::-p-text(Paid)').click();
  await expect.poll(() => panel.text('.list-summary')).toContain('3 orders');

  await panel.click('link', 'Export');
  await expect.poll(() => panel.text('main')).toMatch(/Status: Paid[\s\S]*Customer: Žofie/);
  await (await panel.find('button', 'Move Status up')).focus();
  await panel.press('Enter', 'Enter');
  await expect.poll(() => panel.focus()).toBe('Move Status down');
  await panel.click('button', 'Remove Created');
  await panel.page.locator('summary ::-p-text(Add columns)').click();
  await panel.click('button', 'parcel_note');
  const file = await exportFile(panel, chromium.downloads);

  const orders = await server.listOrders();
  const customerId = orders.find(({ source_id }) => source_id === 'export-1')?.customer_id;
  const expected = await fileOfApi(server, {
    ...firstChoice,
    fields: [
      'status',
      'source_id',
      'customer_name',
      'amount',
      'total_discount_amount',
      'total_amount',
      'metadata.parcel_note',
    ],
    filters: {
      status: { conditions: { $is: 'PAID' } },
      customer_id: { conditions: { $is: customerId } },
    },
  });
  expect(file.toString()).toBe(expected.toString());
  expect(file.equals(expected)).toBe(true);
  expect(file.toString().split('\r\n')).toHaveLength(5);
});

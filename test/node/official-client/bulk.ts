/** The official client's calls in bulk, each followed to its end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { official } from './official.ts';

const folder = mkdtempSync(join(tmpdir(), 'docket-bulk-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(...rows: string[]): string {
  const path = join(folder, 'rows.csv');
  writeFileSync(path, rows.map((row) => `${row}\n`).join(''));
  return path;
}

/** The action once the client is told that it is done. */
const done = ({ async_action_id: id }: { async_action_id: string }) =>
  vi.waitFor(
    async () => {
      const action = await official.client.asyncActions.get(id);
      expect(action.status).toBe('DONE');
      return action;
    },
    { timeout: 300_000, interval: 50 },
  );

test('customers by a CSV file', async () => {
  const path = fileOf(
    'Name,Source_id,Birthdate,tier',
    'Ann,bulk/ann,1990-02-28,gold',
    'Bob,bulk/bob,yesterday,',
  );
  const action = await done(await official.client.customers.importCSV(path));
  expect(action).toMatchObject({
    type: 'CUSTOMERS.IMPORT_CSV',
    result: {
      done_count: 1,
      failed_count: 1,
      failed: [{ row: 3, source_id: 'bulk/bob', reason: expect.stringContaining('birthdate') }],
    },
  });
  const customer = await official.client.customers.get('bulk/ann');
  expect(customer).toMatchObject({ name: 'Ann', metadata: { tier: 'gold' } });
});

test('customers in bulk, and their metadata', async () => {
  const { customers } = official.client;
  const rows = [
    { source_id: 'bulk/cleo', name: 'Cleo' },
    { source_id: 'bulk/dan', email: 'dan@example.com' },
  ];
  const action = await done(await customers.updateInBulk(rows));
  expect(action).toMatchObject({
    type: 'CUSTOMERS.BULK_UPDATE',
    result: { done_count: 2, failed_count: 0, errors: [] },
  });
  const metadata = { source_ids: ['bulk/cleo', 'bulk/dan'], metadata: { tier: 'silver' } };
  const merged = await done(await customers.updateMetadataInBulk(metadata));
  expect(merged).toMatchObject({
    type: 'CUSTOMERS.METADATA_UPDATE',
    result: { updated_count: 2, errors: [] },
  });
  expect(await customers.get('bulk/cleo')).toMatchObject({ name: 'Cleo', metadata: { tier: 'silver' } });
  expect(await customers.get('bulk/dan')).toMatchObject({
    email: 'dan@example.com',
    metadata: { tier: 'silver' },
  });
});

test('products by a CSV file, in bulk, and their metadata', async () => {
  const { products } = official.client;
  const path = fileOf(
    'name,source_id,price,attributes',
    'Mug,bulk/mug,4.50,"colour, size"',
    'Tea,bulk/tea,-1,',
  );
  const action = await done(await products.importCSV(path));
  expect(action).toMatchObject({
    type: 'PRODUCTS.IMPORT_CSV',
    result: {
      done_count: 1,
      failed: [{ row: 3, source_id: 'bulk/tea', reason: expect.stringContaining('price') }],
    },
  });
  await done(await products.bulkUpdate([{ source_id: 'bulk/mug', name: 'Big mug' }]));
  const merged = await done(
    await products.bulkUpdateMetadata({ source_ids: ['bulk/mug'], metadata: { shelf: 3 } }),
  );
  expect(merged).toMatchObject({ type: 'PRODUCTS.METADATA_UPDATE', result: { updated_count: 1 } });
  expect(await products.get('bulk/mug')).toMatchObject({
    name: 'Big mug',
    price: 450,
    attributes: ['colour', 'size'],
    metadata: { shelf: 3 },
  });
});

test('SKUs by a CSV file', async () => {
  const { products } = official.client;
  await products.create({ source_id: 'bulk/shirt', name: 'Shirt' });
  const path = fileOf(
    'product_id,source_id,sku,price',
    'bulk/shirt,bulk/shirt-m,Shirt M,1900',
    'bulk/none,bulk/x,X,1',
  );
  const action = await done(await products.importSkusCSV(path));
  expect(action).toMatchObject({
    type: 'SKUS.IMPORT_CSV',
    result: {
      done_count: 1,
      failed_count: 1,
      failed: [{ row: 3, reason: expect.stringContaining('bulk/none') }],
    },
  });
  const { skus } = await products.listSkus('bulk/shirt');
  expect(skus).toMatchObject([{ source_id: 'bulk/shirt-m', sku: 'Shirt M', price: 1900 }]);
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { Product, Sku } from '../../../shared/products.ts';
import { uniqueId } from '../factories.ts';
import { BulkCalls } from './calls.ts';

let files: BulkCalls;
beforeAll(async () => {
  files = await BulkCalls.at('/v1/skus/importCSV', 200);
});
const makeProduct = async (source_id = uniqueId('product')) =>
  (await files.client.call<Product>('POST', '/v1/products', { body: { source_id } })).body;
const sku = async (id: string) => (await files.client.call<Sku>('GET', `/v1/skus/${id}`)).body;

describe('a file of SKUs', () => {
  it('names the product of each by id or source_id', async () => {
    const [one, two] = [await makeProduct(), await makeProduct()];
    const [small, large] = [uniqueId('small'), uniqueId('large')];
    const action = await files.importFile(
      [
        'product_id,source_id,sku,price,currency,attributes,weight',
        `${one.id},${small},Small,19.00,EUR,"{""size"":""S""}",120`,
        `${two.source_id},${large},Large,2100,,,`,
      ].join('\n'),
    );
    expect(action.result).toMatchObject({ created_count: 2, failed_count: 0 });
    expect(await sku(small)).toMatchObject({
      product_id: one.id,
      sku: 'Small',
      price: 1900,
      currency: 'EUR',
      attributes: { size: 'S' },
      metadata: { weight: 120 },
    });
    expect(await sku(large)).toMatchObject({ product_id: two.id, price: 2100, currency: null });
  });

  it('tells what is wrong with each row, and writes the others', async () => {
    const [one, two] = [await makeProduct(), await makeProduct()];
    const known = uniqueId('known');
    await files.importLines([{ product_id: one.id, source_id: known }]);
    const action = await files.importFile(
      [
        'product_id,source_id,price,currency,attributes',
        `,none,,,`,
        `nowhere,lost,,,`,
        `${two.id},${known},,,`,
        `${two.id},bad,-1,euro,[]`,
        `${two.id},${uniqueId()},1,EUR,`,
      ].join('\n'),
    );
    expect(action.result).toMatchObject({ created_count: 1, failed_count: 4 });
    expect(await files.told(action.id)).toEqual([
      [2, 'none', expect.stringContaining('product_id: ')],
      [3, 'lost', expect.stringContaining('Cannot find product with id nowhere')],
      [4, known, 'The SKU belongs to another product.'],
      [5, 'bad', expect.stringMatching(/price: .*currency: .*attributes: /)],
    ]);
  });
});

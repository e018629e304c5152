import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../shared/products.ts';
import { uniqueId } from '../factories.ts';
import { BulkCalls } from './calls.ts';

let files: BulkCalls;
let bulk: BulkCalls;
beforeAll(async () => {
  files = await BulkCalls.at('/v1/products/importCSV', 200);
  bulk = new BulkCalls(files.client, '/v1/products/bulk/async', 202);
});
const product = async (id: string) => (await files.client.call<Product>('GET', `/v1/products/${id}`)).body;

describe('a file of products', () => {
  it('has prices in minor units or with a point, and attributes as names or JSON', async () => {
    const [one, two] = [uniqueId('mug'), uniqueId('tea')];
    const action = await files.importFile(
      [
        'Source_id,Name,Price,Attributes,Image_url,origin',
        `${one},Mug,450,"colour, size",https://example.com/mug.png,AT`,
        `${two},"Tea, 100 g",3.90,"[""blend""]",,`,
      ].join('\n'),
    );
    expect(action.result).toMatchObject({ created_count: 2, failed_count: 0 });
    expect(await product(one)).toMatchObject({
      name: 'Mug',
      price: 450,
      attributes: ['colour', 'size'],
      image_url: 'https://example.com/mug.png',
      metadata: { origin: 'AT' },
    });
    expect(await product(two)).toMatchObject({ name: 'Tea, 100 g', price: 390, attributes: ['blend'] });
  });

  it('tells what is wrong with each row', async () => {
    const action = await files.importFile(
      [
        'source_id,id,price,attributes',
        'below,,-1,',
        'half,,1.5,',
        'named,prod_1,,',
        'list,,,"[1]"',
        `${uniqueId()},,5,`,
      ].join('\n'),
    );
    expect(action.result).toMatchObject({ created_count: 1, failed_count: 4 });
    expect(await files.told(action.id)).toEqual([
      [2, 'below', expect.stringContaining('price: ')],
      [3, 'half', expect.stringContaining('price: ')],
      [4, 'named', expect.stringContaining('id: must be "prod_"')],
      [5, 'list', expect.stringContaining('attributes[0]: ')],
    ]);
  });
});

describe('products in bulk', () => {
  it('are updated by their source_id, in turn', async () => {
    const source_id = uniqueId('mug');
    const rows = [{ name: 'Mug', price: 5 }, { price: null }, { attributes: ['a'], metadata: { a: 1 } }];
    const action = await bulk.importJson(rows.map((row) => ({ source_id, ...row })));
    expect(action.result).toMatchObject({ created_count: 1, updated_count: 2 });
    expect(await product(source_id)).toMatchObject({
      name: 'Mug',
      price: null,
      attributes: ['a'],
      metadata: { a: 1 },
    });
  });

  it('are refused row by row', async () => {
    const action = await bulk.importJson([{ name: 'Mug' }, { source_id: 'a', price: 'x', attributes: 5 }]);
    expect(action.status).toBe('FAILED');
    expect(await bulk.told(action.id)).toEqual([
      [1, undefined, expect.stringContaining('source_id: ')],
      [2, 'a', expect.stringMatching(/price: .*attributes: /)],
    ]);
  });
});

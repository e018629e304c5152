import { beforeAll, describe, expect, it } from 'vitest';
import { counting, run } from '../database.ts';
import { ProductCalls, productPath, skuPath } from './calls.ts';

/** Of which a search may read 2,000 rows: two fifths of those that match. */
const PRODUCTS = 5000;

let products: ProductCalls;

/** Every product has a name and a SKU of its own that share a beginning with all others'. */
beforeAll(async () => {
  products = await ProductCalls.create();
  await products.list('');
  await run(`${counting(1, PRODUCTS)} INSERT INTO products (id, source_id, name, price, created_at)
    SELECT printf('prod_%07d', i), 'web-' || i, 'Garden chair ' || i, i, i FROM n`);
  await run(`${counting(1, PRODUCTS)} INSERT INTO skus (id, source_id, product_id, sku, created_at)
    SELECT printf('sku_%07d', i), 'var-' || i, printf('prod_%07d', i), 'Oak no. ' || i, i FROM n`);
});

const search = (q: string, more = '') => products.list(`q=${encodeURIComponent(q)}${more}`);
const found = async (q: string): Promise<(string | null)[]> =>
  (await search(q, '&limit=100')).body.products.map(({ source_id }) => source_id);

describe(`at ${PRODUCTS} products with as many SKUs`, () => {
  it.each([
    ['name', 'Garden chair 1', 'web-1'],
    ['name', 'Garden chair 12', 'web-12'],
    ['name', 'garden CHAIR 4999', 'web-4999'],
    ['source_id', 'web-1', 'web-1'],
    ['source_id', 'web-123', 'web-123'],
    ['sku', 'Oak no. 1', 'web-1'],
    ['sku', 'Oak no. 4321', 'web-4321'],
    ["SKU's source_id", 'var-1', 'web-1'],
    ["SKU's source_id", 'var-999', 'web-999'],
    ['id', 'prod_0000007', 'web-7'],
    ["SKU's id", 'sku_0000009', 'web-9'],
  ])('answers the product of that very %s first: %s', async (_, q, source_id) => {
    expect((await found(q))[0]).toBe(source_id);
  });

  it('is found in two round trips, by reading no more than its candidates and its page', async () => {
    for (const q of ['Garden chair', 'web-', 'Oak no.', 'chair 499', 'web-499', '123', 'nothing like it']) {
      const { cost, body } = await search(q, '&limit=10');
      expect(cost.roundTrips).toBeLessThanOrEqual(2);
      expect(cost.rowsRead).toBeLessThanOrEqual(2_000);
      expect(cost.rowsWritten).toBe(0);
      expect(body.products.length).toBe(q === 'nothing like it' ? 0 : 10);
    }
  });

  it.each([
    ['chari', 'chair'],
    ['garden chiar', 'garden chair'],
    ['chaxx', undefined],
  ])('is looked for as well where %s was typed, within three searches', async (q, meant) => {
    const { cost, body } = await search(q, '&limit=100');
    expect(body.did_you_mean).toBe(meant);
    expect(body.total > 0).toBe(meant !== undefined);
    expect(cost.roundTrips).toBe(meant ? 4 : 2);
    expect(cost.rowsRead).toBeLessThanOrEqual(5000);
  });

  it('says where there may be more than it looked at', async () => {
    expect((await search('Garden chair')).body.total_capped).toBe(true);
    const few = (await search('499 chair')).body;
    expect(few).toMatchObject({ total: 15 });
    expect(few).not.toHaveProperty('total_capped');
    expect((await search('nothing like it')).body).toMatchObject({ total: 0, has_more: false });
  });

  it('answers every candidate once, page by page, by cursor and by number', async () => {
    const all = await products.walk('q=Garden%20chair&limit=100');
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(200);
    expect(await products.walk('q=Garden%20chair&limit=7')).toEqual(all);
    const paged: string[] = [];
    for (let page = 1; page <= Math.ceil(all.length / 30) + 1; page += 1) {
      const { body } = await search('Garden chair', `&limit=30&page=${page}`);
      paged.push(...body.products.map(({ id }) => id));
    }
    expect(paged).toEqual(all);
  });

  it('ranks what begins with the text before what only holds it, whatever their age', async () => {
    await products.post({ source_id: 'rank-begins', name: 'Zylon board' });
    for (let index = 0; index < 30; index += 1)
      await products.post({ source_id: `rank-holds-${index}`, name: `Big zylon board ${index}` });
    await products.post({ source_id: 'rank-is', name: 'ZYLON' });
    expect((await found('zylon')).slice(0, 3)).toEqual(['rank-is', 'rank-begins', 'rank-holds-29']);
  });

  it('no longer finds a product by what it was called, nor by what is deleted', async () => {
    const { body } = await products.post({ source_id: 'old-name-src', name: 'Xanthippe lamp' });
    const sku = (await products.postSku(body.id, { source_id: 'old-sku-src', sku: 'Quixotic' })).body;
    const expectFound = async (texts: Record<string, number>) => {
      for (const [q, total] of Object.entries(texts))
        expect({ q, total: (await search(q)).body.total }).toEqual({ q, total });
    };
    await expectFound({ xanthippe: 1, 'old-name-src': 1, quixotic: 1, 'old-sku-src': 1 });
    await products.put(body.id, { name: 'Yttrium lamp', source_id: 'new-name-src' });
    await products.putSku(body.id, sku.id, { sku: 'Zeitgeist', source_id: 'new-sku-src' });
    await expectFound({ xanthippe: 0, 'old-name-src': 0, quixotic: 0, 'old-sku-src': 0 });
    await expectFound({ yttrium: 1, 'new-name-src': 1, zeitgeist: 1, 'new-sku-src': 1 });
    await products.putSku(body.id, sku.id, { sku: null });
    await expectFound({ zeitgeist: 0, 'new-sku-src': 1 });
    await products.delete(skuPath(body.id, sku.id));
    await expectFound({ 'new-sku-src': 0, yttrium: 1 });
    await products.postSku(body.id, { sku: 'Wolfram' });
    await products.delete(productPath(body.id));
    await expectFound({ yttrium: 0, 'new-name-src': 0, wolfram: 0 });
  });
});

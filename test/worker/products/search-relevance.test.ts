import { beforeAll, describe, expect, it } from 'vitest';
import { counting, run } from '../database.ts';
import { ProductCalls } from './calls.ts';

let products: ProductCalls;
beforeAll(async () => {
  products = await ProductCalls.create();
});

const search = (q: string, more = '') => products.list(`q=${encodeURIComponent(q)}&limit=100${more}`);
const found = async (q: string): Promise<(string | null)[]> =>
  (await search(q)).body.products.map(({ source_id }) => source_id);
const make = async (source_id: string, name: string | null, ...skus: Record<string, unknown>[]) => {
  const { body } = await products.post({ source_id, name });
  for (const sku of skus) await products.postSku(body.id, sku);
  return body;
};

describe('q', () => {
  it('finds by any part of name, source_id and sku: exact ones first, then beginnings, then the rest', async () => {
    await make('r-1', 'A big teapot');
    await make('r-2', 'Teapot stand');
    await make('r-3', 'teapot');
    await make('teapot-lid', null);
    await make('r-5', 'Kettle', { sku: 'TEAPOT' });
    await make('r-6', 'Kettle', { sku: 'Teapot, red' }, { source_id: 'my-teapot' });
    await make('my teapot', 'Kettle');
    await make('r-8', 'Kettle');
    const result = await found('teapot');
    expect(result.slice(0, 2).sort()).toEqual(['r-3', 'r-5']);
    expect(result.slice(2, 5).sort()).toEqual(['r-2', 'r-6', 'teapot-lid']);
    expect(result.slice(5).sort()).toEqual(['my teapot', 'r-1']);
  });

  it('counts a product once, by the best of its texts and SKUs', async () => {
    await make('o-1', 'Spindle', { sku: 'big spindle' }, { sku: 'spindle' }, { source_id: 'o-spindle' });
    await make('o-2', 'Spindle stand', { sku: 'no' });
    const { body } = await search('spindle');
    expect(body.products.map(({ source_id }) => source_id)).toEqual(['o-1', 'o-2']);
    expect(body.total).toBe(2);
    expect(body.products[0]?.skus.total).toBe(3);
  });

  it.each(['pro', 'prod', 'sku'])(
    'ranks what begins with "%s" first, though every id begins so as well',
    async (q) => {
      await make(`begins ${q}`, `${q} tennis racket`, { sku: 'x' });
      await make(`x-${q}-1`, `Notebook ${q}`);
      await make(`x-${q}-2`, `Phone super${q}`, { sku: `a ${q}` });
      expect((await found(q))[0]).toBe(`begins ${q}`);
    },
  );

  it('ignores case and accents, in what is searched and in what is stored', async () => {
    await make('acc-1', 'Crème Brûlée');
    await make('acc-2', 'CREME BRULEE mix');
    await make('acc-3', 'Cre\u0300me bru\u0302le\u0301e torch');
    await make('acc-4', 'Việt Nam Phở bò');
    await make('acc-5', 'ΑΘΗΝΑ чайник');
    for (const q of ['creme brulee', 'CRÈME BRÛLÉE', 'cre\u0300me bru\u0302le\u0301e']) {
      const result = await found(q);
      expect({ q, first: result[0], all: result.toSorted() }).toEqual({
        q,
        first: 'acc-1',
        all: ['acc-1', 'acc-2', 'acc-3'],
      });
    }
    for (const q of ['viet nam', 'VIỆT', 'pho bo', 'Phở Bò'])
      expect({ q, found: await found(q) }).toMatchObject({ q, found: ['acc-4'] });
    for (const q of ['αθηνα', 'ЧАЙНИК'])
      expect({ q, found: await found(q) }).toEqual({ q, found: ['acc-5'] });
  });

  it('folds the texts of products and SKUs, also of those that an order has written', async () => {
    await make('fold-1', 'Świeca Ręczna', { sku: 'ŻÓŁTA', source_id: 'köd–1' }, { sku: 'plain' });
    for (const q of ['swieca', 'reczna świeca', 'zolta', 'kod-1'])
      expect({ q, found: await found(q) }).toEqual({ q, found: ['fold-1'] });
    await products.client.post({
      items: [
        {
          product: { source_id: 'fold-1', name: 'Łyżka', override: true },
          sku: { source_id: 'köd–1', sku: 'BIAŁA', override: true },
        },
      ],
    });
    for (const q of ['swieca', 'zolta']) expect({ q, found: await found(q) }).toEqual({ q, found: [] });
    for (const q of ['lyzka', 'biala', 'kod-1'])
      expect({ q, found: await found(q) }).toEqual({ q, found: ['fold-1'] });
  });

  it('forgives one slip in the words of products and SKUs, and says what it means', async () => {
    await make('slip-1', 'Chandelier of glass', { sku: 'Aquamarine, large' });
    for (const [q, meant] of [
      ['chandelir', 'Chandelier'],
      ['glass chandeleir', 'glass Chandelier'],
      ['aquamarnie', 'Aquamarine'],
    ] as const) {
      const { body, cost } = await search(q);
      expect(body).toMatchObject({ did_you_mean: meant, products: [{ source_id: 'slip-1' }] });
      expect(cost.roundTrips).toBe(4);
    }
    expect((await search('chandelier')).body).not.toHaveProperty('did_you_mean');
  });

  it('takes text as it is: operators, quotes, wildcards and emoji mean themselves', async () => {
    const texts = [
      'a"b"c',
      "x'); DROP",
      'NEAR(a b)',
      'foo* OR bar',
      '100% _cotton_',
      'name : mug',
      '^start',
      '-minus-',
      '{curly}',
      'back\\slash',
      '\u{1f375}\u{1f375}\u{1f375}',
      '日本語',
    ];
    for (const [index, name] of texts.entries()) await make(`hostile-${index}`, `<${name}>`);
    for (const [index, name] of texts.entries())
      expect({ name, found: await found(name) }).toEqual({ name, found: [`hostile-${index}`] });
    for (const q of ['"""', '***', '" OR "', 'sku:x', 'AND', '(((', '%%%', '___', 'ab\u0000c'])
      expect((await search(q)).status).toBe(200);
  });

  it('takes up to 255 characters, without the white space around them', async () => {
    await make('trim-1', 'Quokka');
    expect(await found('  quokka  ')).toEqual(['trim-1']);
    expect(await found('uok')).toEqual(['trim-1']);
    expect(await found('q'.repeat(255))).toEqual([]);
    for (const q of ['  ', 'q'.repeat(256)])
      await products.client.refused(
        400,
        'invalid_query_params',
        'GET',
        `/v1/products?q=${encodeURIComponent(q)}`,
      );
  });

  it('goes on after a cursor, and refuses one that it did not find', async () => {
    for (let index = 0; index < 7; index += 1) await make(`page-${index}`, `Wimple ${index}`);
    const other = await make('page-other', 'Something else');
    const all = await products.walk('q=wimple&limit=100');
    expect(all).toHaveLength(7);
    for (const limit of [1, 2, 7]) expect(await products.walk(`q=wimple&limit=${limit}`)).toEqual(all);
    const last = await search('wimple', `&starting_after_id=${all.at(-1)}`);
    expect(last.body).toMatchObject({ products: [], has_more: false, total: 7 });
    const wrong = `/v1/products?q=wimple&starting_after_id=${other.id}`;
    const error = await products.client.refused(400, 'invalid_query_params', 'GET', wrong);
    expect(error.errors?.[0]?.path).toBe('starting_after_id');
  });

  it('finds a product beside one with hundreds of SKUs that match, or says that there may be more', async () => {
    await make('few', 'Plain', { sku: 'galosh, first' });
    const { id } = await make('many', 'Plain');
    await run(`${counting(1, 300)} INSERT INTO skus (id, product_id, sku, created_at)
      SELECT 'sku_galosh' || i, '${id}', 'galosh ' || i, i FROM n`);
    const { body } = await search('galosh');
    const seen = body.products.map(({ source_id }) => source_id);
    expect(seen).toContain('many');
    expect(seen.includes('few') || body.total_capped === true).toBe(true);
  });

  it('finds the very name and sku though hundreds of newer ones hold it', async () => {
    await make('exact-name', 'Bucket');
    await make('exact-sku', 'Plain', { sku: 'Bucket' });
    await make('exact-begin', 'Bucket, blue');
    await run(`${counting(1, 300)} INSERT INTO products (id, name, created_at)
      SELECT 'prod_bucket' || i, 'Old bucket ' || i, i FROM n`);
    await run(`${counting(1, 300)} INSERT INTO skus (id, product_id, sku, created_at)
      SELECT 'sku_bucket' || i, 'prod_bucket' || i, 'Old bucket ' || i, i FROM n`);
    const result = await found('bucket');
    expect(result.slice(0, 2).sort()).toEqual(['exact-name', 'exact-sku']);
    expect(result[2]).toBe('exact-begin');
  });
});

import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Product } from '../../../shared/products.ts';
import { uniqueId } from '../factories.ts';
import { ProductCalls, productPath } from './calls.ts';

let products: ProductCalls;
/** In the order in which they were inserted. */
let all: Product[];

const day = (number: number): number => Date.UTC(2020, 0, number);
const names = ['Mug', 'mug, large', null, 'Äpfel', 'Tea', 'TEA'];

/** Products with equal times among them, some changed, some without a name or price. */
beforeAll(async () => {
  products = await ProductCalls.create();
  const ids: string[] = [];
  for (let index = 0; index < 13; index += 1) {
    const { body } = await products.post({
      source_id: index === 7 ? null : `list-${index}`,
      name: names[index % names.length],
      price: index % 4 === 3 ? null : index * 100,
      metadata: { place: index, tags: index % 2 ? ['odd'] : [], 'dotted.key': `v${index % 3}` },
    });
    ids.push(body.id);
    await env.DB.prepare('UPDATE products SET created_at = ?, updated_at = ? WHERE id = ?')
      .bind(day([3, 1, 2, 2, 2, 4][index % 6] ?? 0), index % 3 === 0 ? day(10 + (index % 2)) : null, body.id)
      .run();
  }
  all = await Promise.all(ids.map(async (id) => (await products.get(id)).body));
});

/** Never-changed products come after the changed ones in either direction; equal times stand by insertion. */
function sorted(list: Product[], order: string): string[] {
  const direction = order.startsWith('-') ? -1 : 1;
  const byUpdate = order.endsWith('updated_at');
  const keys = ({ created_at, updated_at }: Product) =>
    byUpdate ? `${updated_at ?? ''} ${created_at}` : created_at;
  return list
    .map((product) => ({ product, key: keys(product), place: all.indexOf(product) }))
    .sort((a, b) => {
      const last = byUpdate ? Number(!a.product.updated_at) - Number(!b.product.updated_at) : 0;
      return last || direction * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place);
    })
    .map(({ product }) => product.id);
}

const idsOf = (list: Product[]): string[] => list.map(({ id }) => id);
const listed = async (query: string): Promise<string[]> => idsOf((await products.list(query)).body.products);
const orders = ['created_at', '-created_at', 'updated_at', '-updated_at'];

describe('GET /v1/products', () => {
  it('lists whole products, the newest first, ten in a page, with their exact number', async () => {
    const { body, cost } = await products.list('');
    expect(idsOf(body.products)).toEqual(sorted(all, '-created_at').slice(0, 10));
    expect(body).toMatchObject({ object: 'list', data_ref: 'products', total: all.length, has_more: true });
    expect(body.products[0]).toEqual(all.find(({ id }) => id === body.products[0]?.id));
    expect(body).not.toHaveProperty('total_capped');
    expect(cost.roundTrips).toBe(1);
  });

  it.each(orders)('sorts by %s, and pages by cursor and by number alike', async (order) => {
    const expected = sorted(all, order);
    for (const limit of [1, 2, 3, 5, 12, 13, 100]) {
      expect(await products.walk(`order=${order}&limit=${limit}`)).toEqual(expected);
      const paged: string[] = [];
      for (let page = 1; page <= Math.ceil(all.length / limit) + 1; page += 1)
        paged.push(...(await listed(`order=${order}&limit=${limit}&page=${page}`)));
      expect(paged).toEqual(expected);
    }
  });

  const created = ({ created_at }: Product): number => Date.parse(created_at);
  const cases: [query: string, holds: (product: Product) => boolean][] = [
    ['start_date=2020-01-02', (product) => created(product) >= day(2)],
    ['start_date=2020-01-02T00:00:00.001Z', (product) => created(product) > day(2)],
    ['end_date=2020-01-02', (product) => created(product) <= day(2)],
    ['end_date=2020-01-03T01:59:59%2B02:00', (product) => created(product) <= day(2)],
    ['start_date=2020-01-02&end_date=2020-01-02', (product) => created(product) === day(2)],
    ['start_date=2020-01-04&end_date=2020-01-01', () => false],
    ['filters[name][conditions][$is]=Tea', ({ name }) => name === 'Tea'],
    ['filters[name][conditions][$starts_with]=MUG', ({ name }) => /^mug/i.test(name ?? '')],
    ['filters[name][conditions][$is_unknown]=true', ({ name }) => name === null],
    ['filters[source_id][conditions][$is]=list-3', ({ source_id }) => source_id === 'list-3'],
    ['filters[source_id][conditions][$has_value]=false', ({ source_id }) => source_id === null],
    ['filters[price][conditions][$is]=0', ({ price }) => price === 0],
    [
      'filters[price][conditions][$more_than]=200&filters[price][conditions][$less_than_equal]=900',
      ({ price }) => price !== null && price > 200 && price <= 900,
    ],
    ['filters[price][conditions][$is_not]=400', ({ price }) => price !== 400],
    ['filters[created_at][conditions][$after]=2020-01-02', (product) => created(product) > day(2)],
    [
      'filters[updated_at][conditions][$before]=2020-01-11',
      ({ updated_at }) => updated_at !== null && Date.parse(updated_at) < day(11),
    ],
    ['filters[metadata.place][conditions][$less_than]=4', ({ metadata }) => Number(metadata.place) < 4],
    [
      'filters[metadata.tags][conditions][$is]=odd',
      ({ metadata }) => (metadata.tags as string[])[0] === 'odd',
    ],
    ['filters[metadata.dotted.key][conditions][$is]=v2', ({ metadata }) => metadata['dotted.key'] === 'v2'],
    [
      'start_date=2020-01-02&filters[junction]=or&filters[name][conditions][$is]=Mug&filters[price][conditions][$is]=500',
      (product) => created(product) >= day(2) && (product.name === 'Mug' || product.price === 500),
    ],
  ];

  it.each(cases)('narrows by %s, whatever the sort, and counts what is left', async (query, holds) => {
    const left = all.filter(holds);
    if (!query.includes('end_date=2020-01-01')) expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(all.length);
    for (const order of orders) {
      const { body } = await products.list(`limit=100&order=${order}&${query}`);
      expect(idsOf(body.products)).toEqual(sorted(left, order));
      expect(body.total).toBe(left.length);
      expect(await products.walk(`limit=2&order=${order}&${query}`)).toEqual(sorted(left, order));
    }
  });

  it('refuses what is unknown, malformed or cannot be meant together, and names it', async () => {
    const cursor = all[0]?.id ?? '';
    const refusals: [query: string, path: string | RegExp][] = [
      ['category=x', 'category'],
      ['order=name', 'order'],
      ['limit=0', 'limit'],
      ['limit=101', 'limit'],
      ['start_date=soon', 'start_date'],
      ['end_date=2020-13-01', 'end_date'],
      ['q=%20', 'q'],
      ['q=', 'q'],
      ['q=abc&order=created_at', 'order'],
      ['q=abc&start_date=2020-01-01', 'start_date'],
      ['q=abc&end_date=2020-01-01', 'end_date'],
      ['q=abc&filters[name][conditions][$is]=x', 'filters'],
      ['q=abc&starting_after_id=prod_x', 'starting_after_id'],
      ['filters[sku][conditions][$is]=x', 'filters.sku'],
      ['filters[price][conditions][$contains]=x', /^filters\.?\[?.?price/],
      ['page=101&limit=100', 'page'],
      [`page=2&starting_after_id=${cursor}`, 'page'],
      ['starting_after_id=prod_x', 'starting_after_id'],
      ['starting_after_id=list-3', 'starting_after_id'],
    ];
    for (const [query, where] of refusals) {
      const url = `/v1/products?${query}`;
      const error = await products.client.refused(400, 'invalid_query_params', 'GET', url);
      const seen = error.errors?.[0]?.path ?? '';
      if (where instanceof RegExp) expect(seen).toMatch(where);
      else expect({ query, path: seen }).toEqual({ query, path: where });
    }
  });

  it('answers an empty page after the last product, whatever the sort', async () => {
    for (const order of orders) {
      const query = `order=${order}&starting_after_id=${sorted(all, order).at(-1)}`;
      const { body } = await products.list(query);
      expect(body).toMatchObject({ products: [], has_more: false, total: all.length });
    }
  });

  it('counts products that were deleted and made since', async () => {
    const { body } = await products.post({ source_id: uniqueId() });
    expect((await products.list('')).body.total).toBe(all.length + 1);
    await products.delete(productPath(body.id));
    expect((await products.list('')).body.total).toBe(all.length);
  });
});

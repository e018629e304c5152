import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Sku } from '../../../shared/products.ts';
import { counting, run } from '../database.ts';
import { makeProduct, ProductCalls, skusPath } from './calls.ts';

let products: ProductCalls;
let productId: string;
let sourceId: string;
/** In the order in which they were inserted. */
let all: Sku[];

const day = (number: number): number => Date.UTC(2020, 0, number);

beforeAll(async () => {
  products = await ProductCalls.create();
  const other = (await products.post(makeProduct())).body.id;
  const { body } = await products.post(makeProduct());
  productId = body.id;
  sourceId = body.source_id ?? '';
  const ids: string[] = [];
  for (let index = 0; index < 11; index += 1) {
    const sku = (await products.postSku(productId, { sku: `S${index}` })).body;
    const foreign = (await products.postSku(other, { sku: `foreign ${index}` })).body;
    ids.push(sku.id);
    for (const id of [sku.id, foreign.id])
      await env.DB.prepare('UPDATE skus SET created_at = ?, updated_at = ? WHERE id = ?')
        .bind(day([3, 1, 2, 2, 4][index % 5] ?? 0), index % 3 === 0 ? day(10 + (index % 2)) : null, id)
        .run();
  }
  all = await Promise.all(ids.map(async (id) => (await products.getSku(id)).body));
});

function sorted(list: Sku[], order: string): string[] {
  const direction = order.startsWith('-') ? -1 : 1;
  const byUpdate = order.endsWith('updated_at');
  const keys = ({ created_at, updated_at }: Sku) =>
    byUpdate ? `${updated_at ?? ''} ${created_at}` : created_at;
  return list
    .map((sku) => ({ sku, key: keys(sku), place: all.indexOf(sku) }))
    .sort((a, b) => {
      const last = byUpdate ? Number(!a.sku.updated_at) - Number(!b.sku.updated_at) : 0;
      return last || direction * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.place - b.place);
    })
    .map(({ sku }) => sku.sku ?? '');
}

const namesOf = (list: Sku[]): (string | null)[] => list.map(({ sku }) => sku);

describe('GET /v1/products/{productId}/skus', () => {
  it("lists the product's SKUs, by its id and source_id, the newest first", async () => {
    for (const id of [productId, sourceId]) {
      const { body, cost } = await products.listSkus(id, '');
      expect(namesOf(body.skus)).toEqual(sorted(all, '-created_at').slice(0, 10));
      expect(body).toMatchObject({ object: 'list', total: 11, has_more: true });
      expect(body.skus[0]).toEqual(all.find(({ id }) => id === body.skus[0]?.id));
      expect(cost.roundTrips).toBe(2);
    }
    await products.gone(skusPath('nowhere'));
  });

  it.each(['created_at', '-created_at', 'updated_at', '-updated_at'])(
    'sorts by %s, and pages by cursor and by number alike',
    async (order) => {
      for (const limit of [1, 3, 10, 11, 100]) {
        const seen: (string | null)[] = [];
        let after: string | undefined = '';
        while (after !== undefined) {
          const query: string = `order=${order}&limit=${limit}${after && `&starting_after_id=${after}`}`;
          const { body }: Awaited<ReturnType<ProductCalls['listSkus']>> = await products.listSkus(
            productId,
            query,
          );
          seen.push(...namesOf(body.skus));
          after = body.more_starting_after;
        }
        expect(seen).toEqual(sorted(all, order));
        const second = await products.listSkus(productId, `order=${order}&limit=${limit}&page=2`);
        expect(namesOf(second.body.skus)).toEqual(sorted(all, order).slice(limit, 2 * limit));
      }
    },
  );

  it('takes start_date and end_date, both inclusive', async () => {
    const left = all.filter(({ created_at }) => Date.parse(created_at) === day(2));
    const { body } = await products.listSkus(productId, 'start_date=2020-01-02&end_date=2020-01-02');
    expect(namesOf(body.skus)).toEqual(sorted(left, '-created_at'));
    expect(body.total).toBe(left.length);
    const from = await products.listSkus(productId, 'start_date=2020-01-03&limit=100');
    expect(from.body.total).toBe(all.filter(({ created_at }) => Date.parse(created_at) >= day(3)).length);
  });

  it('refuses what is unknown or malformed, and names it', async () => {
    for (const [query, path] of [
      ['q=abc', 'q'],
      ['filters[sku][conditions][$is]=x', 'filters'],
      ['order=sku', 'order'],
      ['start_date=soon', 'start_date'],
      ['starting_after_id=sku_x', 'starting_after_id'],
    ]) {
      const url = `${skusPath(productId)}?${query}`;
      const error = await products.client.refused(400, 'invalid_query_params', 'GET', url);
      expect(error.errors?.[0]?.path).toBe(path);
    }
  });

  it('reads about as many rows as it answers, and says where it stopped counting', async () => {
    const id = (await products.post({})).body.id;
    await run(`${counting(1, 12_000)} INSERT INTO skus (id, product_id, sku, created_at, updated_at)
      SELECT 'sku_all' || i, '${id}', 'S' || i, i % 7, iif(i % 3, NULL, i) FROM n`);
    for (const order of ['created_at', '-created_at', 'updated_at', '-updated_at']) {
      const first = await products.listSkus(id, `order=${order}&limit=50`);
      expect(first.body).toMatchObject({ total: 10_000, total_capped: true });
      const after = first.body.more_starting_after;
      const next = await products.listSkus(id, `order=${order}&limit=50&starting_after_id=${after}`);
      expect(next.body.skus).toHaveLength(50);
      for (const { cost } of [first, next]) expect(cost.rowsRead).toBeLessThanOrEqual(10_001 + 3 * 50 + 20);
    }
  });
});

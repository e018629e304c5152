import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { SortOrder } from '../../../shared/lists.ts';
import type { Cursor } from '../../../worker/lists/cursor.ts';
import { productList } from '../../../worker/products/store.ts';
import { counting, run, stored } from '../database.ts';
import { ProductCalls } from './calls.ts';

const PRODUCTS = 20_000;
const LIMIT = 50;
/** A page's products twice, by index and table, and what names the page, the key and the total. */
const MAX_ROWS = 3 * LIMIT + 10;

let products: ProductCalls;

/** Products with equal times among them, a third of them changed. */
beforeAll(async () => {
  products = await ProductCalls.create();
  await products.list('');
  await run(`${counting(1, PRODUCTS)} INSERT INTO products (id, source_id, name, price, created_at, updated_at, metadata)
    SELECT printf('prod_%07d', i), 'web-' || i, 'Product ' || i, i % 1000, 1e12 + (i * 7919 % 500) * 60000,
      CASE WHEN i % 3 = 0 THEN 2e12 + i * 104729 % 300 END, '{"n":' || i || '}' FROM n`);
});

const list = (query: string) => products.list(`limit=${LIMIT}${query}`);
const from = new Date(1e12 + 100 * 60_000).toISOString();
const to = new Date(1e12 + 400 * 60_000).toISOString();

describe(`at ${PRODUCTS} products`, () => {
  it.each(SortOrder.options)('a page by %s reads a few rows a product, at any depth', async (order) => {
    const first = await list(`&order=${order}`);
    expect(first.body).toMatchObject({ total: PRODUCTS, has_more: true });
    expect(first.body).not.toHaveProperty('total_capped');
    const column = order.replace('-', '');
    const known = `FROM products WHERE ${column} IS NOT NULL ORDER BY ${column}, seq LIMIT 1 OFFSET`;
    const deep = [`SELECT id ${known} 100`, `SELECT id ${known} 3000`, `SELECT id ${known} 6500`];
    const cursors = await Promise.all(deep.map((sql) => stored<string>(sql)));
    for (const after of [first.body.more_starting_after, ...cursors]) {
      const next = await list(`&order=${order}&starting_after_id=${after}`);
      expect(next.body.products).toHaveLength(LIMIT);
      for (const { cost } of [first, next]) {
        expect(cost.roundTrips).toBe(1);
        expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS);
      }
    }
  });

  it('a range of created_at walks no further than its page, beside the counting', async () => {
    for (const order of ['created_at', '-created_at']) {
      const { body, cost } = await list(`&order=${order}&start_date=${from}&end_date=${to}`);
      expect(body.total).toBe(10_000);
      expect(cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS + 10_001);
    }
    const narrow = await list(`&start_date=${from}&end_date=${from}`);
    expect(narrow.body.total).toBe(PRODUCTS / 500);
    expect(narrow.cost.rowsRead).toBeLessThanOrEqual(MAX_ROWS + PRODUCTS / 500);
  });

  it('totals by filters are counted to 10,000 and say so', async () => {
    const many = (await list('&filters[price][conditions][$more_than]=99')).body;
    expect(many).toMatchObject({ total: 10_000, total_capped: true });
    const few = (await list('&filters[price][conditions][$is]=7')).body;
    expect(few.total).toBe(PRODUCTS / 1000);
    expect(few).not.toHaveProperty('total_capped');
  });

  it('an exact source_id reads a handful of rows', async () => {
    const { body, cost } = await list('&filters[source_id][conditions][$is]=web-777');
    expect(body.products.map(({ name }) => name)).toEqual(['Product 777']);
    expect(cost.rowsRead).toBeLessThanOrEqual(12);
  });
});

describe('the plan of a page', () => {
  it.each(SortOrder.options)('by %s walks an index and sorts no products', async (order) => {
    const cursors: (Cursor | null)[] = [
      null,
      { kind: 'afterId', value: 'prod_0000001' },
      { kind: 'afterId', value: 'prod_0000003' },
      { kind: 'afterKeys', value: '[1000000000000,3,3]' },
    ];
    for (const after of cursors) {
      const selection = { order, filters: [], now: 0 };
      const { text, values } = productList.page(selection, { limit: LIMIT, offset: 0, after });
      const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${text}`)
        .bind(...values)
        .all<{ id: number; parent: number; detail: string }>();
      const inSkus = (id: number): boolean => {
        const step = results.find((one) => one.id === id);
        return step !== undefined && (/CORRELATED/.test(step.detail) || inSkus(step.parent));
      };
      const steps = results.filter(({ id }) => !inSkus(id)).map(({ detail }) => detail);
      const walks = steps.filter(
        (detail) =>
          /TEMP B-TREE/.test(detail) ||
          (/\bproducts\b/.test(detail) && !/^CO-ROUTINE|^SCAN products$| products_id /.test(detail)),
      );
      expect(walks.length).toBeGreaterThan(0);
      for (const walk of walks) expect(walk).toMatch(/USING INDEX products_(updated|changed)\b/);
    }
  });
});

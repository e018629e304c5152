import { afterAll, beforeAll, expect, test } from 'vitest';
import { withCatalogue } from '../../scripts/demo.ts';
import type { Customer } from '../../shared/customers/customers.ts';
import type { Order } from '../../shared/orders/orders.ts';
import type { Product, ProductList } from '../../shared/products.ts';
import { expectedCustomers, expectedOrder, orders, type SentOrder, texts } from './real-orders.ts';
import { type Reply, type Server, startServer } from './server.ts';

const posted: Reply<Order>[] = [];
let server: Server;

const postOrder = (body: string) => server.call<Order>('POST', '/v1/orders', { body });
const getOrder = ({ source_id }: SentOrder) => server.call<Order>('GET', `/v1/orders/${source_id}`);

beforeAll(async () => {
  server = await startServer();
  for (const text of texts) posted.push(await postOrder(text));
});

afterAll(async () => {
  await server.stop();
});

/** The results of an action on each of a list, a few at a time. */
async function mapInParallel<Item, Result>(
  items: readonly Item[],
  action: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += 16) {
    results.push(...(await Promise.all(items.slice(start, start + 16).map(action))));
  }
  return results;
}

test('every order is answered with all that was sent', () => {
  expect(orders).toHaveLength(2025);
  expect(orders.filter(({ customer }) => !customer)).toHaveLength(317);
  for (const [index, sent] of orders.entries()) {
    const { status, body } = posted[index] as Reply<Order>;
    expect(status, sent.source_id).toBe(200);
    expect(body, sent.source_id).toStrictEqual(expectedOrder(sent));
    expect(body.customer?.id ?? null, sent.source_id).toBe(body.customer_id);
  }
});

test('every order is read by its source_id as it was answered', async () => {
  const read = await mapInParallel(orders, getOrder);
  for (const [index, { body, headers }] of read.entries()) {
    expect(body).toStrictEqual(posted[index]?.body);
    expect(headers.get('ETag')).toBe(posted[index]?.headers.get('ETag'));
  }
});

test('the list has every order once, the latest first', async () => {
  type Page = { orders: Order[]; total: number; more_starting_after?: string };
  const listed: string[] = [];
  let cursor: string | undefined;
  do {
    const after = cursor ? `&starting_after_id=${cursor}` : '';
    const { status, body } = await server.call<Page>('GET', `/v1/orders?limit=100${after}`);
    expect({ status, total: body.total }).toEqual({ status: 200, total: 2025 });
    listed.push(...body.orders.map(({ id }) => id));
    cursor = body.more_starting_after;
  } while (cursor);
  const latestFirst = posted.map(({ body }) => body).reverse();
  latestFirst.sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
  expect(listed).toEqual(latestFirst.map(({ id }) => id));
});

test('every customer has the profile that was sent last and the summary of the PAID orders', async () => {
  const expected = expectedCustomers();
  expect(expected).toHaveLength(948);
  const read = await mapInParallel(expected, ({ profile }) =>
    server.call<Customer>('GET', `/v1/customers/${profile?.source_id}`),
  );
  for (const [index, { profile, summary }] of expected.entries()) {
    expect(read[index]?.body, profile?.source_id).toMatchObject(profile ?? {});
    expect(read[index]?.body.summary.orders, profile?.source_id).toStrictEqual(summary);
  }
});

test('the catalogue built from the orders leaves every total as it was', async () => {
  const catalogued = await startServer();
  const some = orders.slice(0, 500);
  try {
    const built = await mapInParallel(texts.slice(0, some.length), (text) =>
      catalogued.call<Order>('POST', '/v1/orders', { body: withCatalogue(text) }),
    );
    for (const [index, { status, body }] of built.entries()) {
      const before = posted[index]?.body;
      expect(status, before?.source_id ?? '').toBe(200);
      expect(body.total_amount, before?.source_id ?? '').toBe(before?.total_amount);
      for (const [line, item] of body.items.entries()) {
        expect(item).toMatchObject({ ...before?.items[line], product_id: expect.stringMatching(/^prod_/) });
      }
    }
    const sold = new Set(some.flatMap(({ items }) => items.map(({ source_id }) => source_id)));
    const { body } = await catalogued.call<ProductList>('GET', '/v1/products');
    expect(body.total).toBe(sold.size);
    const bare = some.slice(0, 15).map(({ source_id, items }) => ({
      source_id: `again-${source_id}`,
      items: items.map(({ source_id: product, quantity }) => ({ source_id: product, quantity })),
    }));
    for (const order of bare) {
      const { body } = await catalogued.call<Order>('POST', '/v1/orders', { body: JSON.stringify(order) });
      for (const [line, item] of body.items.entries()) {
        const product = await catalogued.call<Product>('GET', `/v1/products/${order.items[line]?.source_id}`);
        const { id, source_id, name, price } = product.body;
        expect(item).toMatchObject({ product_id: id, price, product: { id, source_id, name, price } });
      }
    }
  } finally {
    await catalogued.stop();
  }
});

test('orders that are posted again stay as they are', async () => {
  for (const [index, text] of texts.slice(0, 50).entries()) {
    const { body, headers } = await postOrder(text);
    expect(body).toStrictEqual(posted[index]?.body);
    expect(headers.get('ETag')).toBe(posted[index]?.headers.get('ETag'));
  }
});

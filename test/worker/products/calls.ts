import { expect } from 'vitest';
import { CreateOrder } from '../../../shared/orders/orders.ts';
import { Product, ProductList, Sku, SkuList } from '../../../shared/products.ts';
import { type OrderEntry, toOrderEntry } from '../../../worker/orders/write/identify.ts';
import { Client, type Reply } from '../client.ts';
import { uniqueId } from '../factories.ts';

type Headers = Record<string, string>;

/** A product in which every field is given. */
export const makeProduct = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  source_id: uniqueId('product'),
  name: 'Green tea',
  price: 390,
  attributes: ['weight', 'colour'],
  image_url: 'https://shop.example/tea.png',
  metadata: { origin: 'Uji', organic: null, harvest: { year: 2025 } },
  ...fields,
});

/** A SKU in which every field is given. */
export const makeSku = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
  source_id: uniqueId('sku'),
  sku: 'Green tea, 100 g',
  price: 450,
  currency: 'EUR',
  attributes: { weight: '100 g', colour: ['green'] },
  image_url: 'https://shop.example/tea-100.png',
  metadata: { shelf: 4, fragile: null },
  ...fields,
});

/** An id as a client makes it. */
export const clientId = (prefix: 'prod' | 'sku'): string =>
  `${prefix}_01${crypto
    .randomUUID()
    .replaceAll('-', '')
    .replace(/[ilou]/g, '0')
    .slice(0, 24)}`;

export const productPath = (id: string): string => `/v1/products/${encodeURIComponent(id)}`;
export const skusPath = (productId: string): string => `${productPath(productId)}/skus`;
export const skuPath = (productId: string, id: string): string =>
  `${skusPath(productId)}/${encodeURIComponent(id)}`;

/** The calls of the catalogue; those that must succeed check the reply's shape. */
export class ProductCalls {
  readonly client: Client;
  constructor(client: Client) {
    this.client = client;
  }

  static async create(...role: Parameters<typeof Client.create>): Promise<ProductCalls> {
    return new ProductCalls(await Client.create(...role));
  }

  async #ok<Body>(
    schema: { parse: (body: unknown) => Body },
    method: string,
    path: string,
    options: { body?: unknown; headers?: Headers } = {},
  ): Promise<Reply<Body>> {
    const reply = await this.client.call<Body>(method, path, options);
    expect({ status: reply.status, error: reply.status === 200 ? '' : reply.body }).toEqual({
      status: 200,
      error: '',
    });
    return { ...reply, body: schema.parse(reply.body) };
  }

  post = (body: unknown, headers: Headers = {}) =>
    this.#ok(Product, 'POST', '/v1/products', { body, headers });

  put = (id: string, body: unknown, headers: Headers = {}) =>
    this.#ok(Product, 'PUT', productPath(id), { body, headers });

  get = (id: string) => this.#ok(Product, 'GET', productPath(id));

  postSku = (productId: string, body: unknown, headers: Headers = {}) =>
    this.#ok(Sku, 'POST', skusPath(productId), { body, headers });

  putSku = (productId: string, id: string, body: unknown, headers: Headers = {}) =>
    this.#ok(Sku, 'PUT', skuPath(productId, id), { body, headers });

  getSku = (id: string) => this.#ok(Sku, 'GET', `/v1/skus/${encodeURIComponent(id)}`);

  /** Without a check, so that a test can see how it fails. */
  delete = (path: string, headers: Headers = {}) => this.client.call('DELETE', path, { headers });

  list = (query: string) => this.#ok(ProductList, 'GET', `/v1/products?${query}`);

  listSkus = (productId: string, query: string) =>
    this.#ok(SkuList, 'GET', `${skusPath(productId)}?${query}`);

  /** The ids on all pages, by cursor. */
  async walk(query: string): Promise<string[]> {
    const seen: string[] = [];
    let after: string | undefined = '';
    while (after !== undefined) {
      const { body } = await this.list(`${query}${after && `&starting_after_id=${after}`}`);
      expect(body.has_more).toBe(body.more_starting_after !== undefined);
      seen.push(...body.products.map(({ id }) => id));
      after = body.more_starting_after;
    }
    return seen;
  }

  gone = (path: string) => this.client.refused(404, 'not_found', 'GET', path);
}

/** An order as an entry of a list that `writeOrders` takes. */
export function toEntry(client: Client, raw: unknown, place = 0): OrderEntry {
  const order = CreateOrder.parse(raw);
  const match = { matchId: null, matchSourceId: order.source_id ?? null, mustExist: false, ifMatch: null };
  return toOrderEntry(order, match, { at: Date.now(), by: client.key.id, place });
}

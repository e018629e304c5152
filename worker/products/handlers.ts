import type { CreateProduct, ListProductsQuery, ProductList, UpdateProduct } from '../../shared/products.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { keepReply } from '../idempotency/store.ts';
import { newId } from '../identifiers.ts';
import { readList } from '../read-list.ts';
import { empty, json } from '../response.ts';
import { searchList } from '../search.ts';
import { combineFilters, dateShortcuts } from '../shortcuts.ts';
import { bindRows } from '../sql/json-columns.ts';
import { type Change, changeOf, cleared, type ResourceWrites, writeOne } from '../write-one.ts';
import { toProduct } from './serializer.ts';
import {
  deleteProduct as deleteStatements,
  type ProductRow,
  type ProductWrite,
  productById,
  productColumns,
  productExists,
  productsByIds,
  productsPage,
  productsTotal,
  refuseProduct,
  searchProducts,
  upsertProduct,
  writtenProduct,
  writtenProductSnapshot,
} from './store.ts';

const writes: ResourceWrites<ProductRow> = {
  refuse: refuseProduct,
  upsert: upsertProduct,
  written: writtenProduct,
  keep: keepReply<{ writes: string }>(writtenProductSnapshot),
  resource: 'product',
  table: 'products',
  replay: (_, snapshot) => productColumns.read(snapshot),
};

const toWrite = (product: CreateProduct | UpdateProduct, change: Change): ProductWrite => ({
  ...change,
  sourceId: product.source_id ?? null,
  name: cleared(product.name),
  price: cleared(product.price),
  imageUrl: cleared(product.image_url),
  attributes: product.attributes ?? null,
  metadata: product.metadata ?? null,
});

async function writeProduct(context: Context<unknown, CreateProduct | UpdateProduct>, named?: string) {
  const write = toWrite(context.body, changeOf(context, newId('product'), named));
  const { row, replayed } = await writeOne(context, writes, write);
  return json(toProduct(row), { version: row.version, replayed });
}

/** Creates the product, or updates the one that its id or source_id names. */
export const createProduct = (context: Context<unknown, CreateProduct>): Promise<Response> =>
  writeProduct(context);

export const updateProduct = (context: Context<unknown, UpdateProduct>): Promise<Response> =>
  writeProduct(context, context.params.productId);

export async function getProduct({ params, database }: Context): Promise<Response> {
  const { productId = '' } = params;
  const row = await database.first(productById({ id: productId }));
  if (!row) throw notFound('product', productId);
  return json(toProduct(row), { version: row.version });
}

export async function getProducts({ query, database }: Context<ListProductsQuery>): Promise<Response> {
  const { q, order = '-created_at' } = query;
  const reply = (rows: ProductRow[]): Pick<ProductList, 'data_ref' | 'products'> => ({
    data_ref: 'products',
    products: rows.map(toProduct),
  });
  if (q !== undefined) {
    const source = { candidates: searchProducts(q), rowsOf: productsByIds };
    const { items, paging } = await searchList(database, q, query, source);
    return json({ ...paging, ...reply(items) });
  }
  const filters = combineFilters(query.filters, dateShortcuts('created_at', query));
  const selection = { order, filters, now: Date.now() };
  const { items, paging } = await readList(database, query, {
    page: (window) => productsPage(selection, window),
    total: productsTotal(selection),
    exists: productExists,
    extras: [],
  });
  return json({ ...paging, ...reply(items) });
}

/** Deletes the product with its SKUs; orders keep what their lines say of it. */
export async function deleteProduct(context: Context): Promise<Response> {
  const { productId: id = '' } = context.params;
  const change = changeOf({ ...context, body: {} }, '', id);
  await context.database.batch([
    refuseProduct({ writes: bindRows([change]) }),
    ...deleteStatements.map((statement) => statement({ id })),
  ]);
  return empty();
}

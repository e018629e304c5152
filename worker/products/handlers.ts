import type { CreateProduct, ListProductsQuery, ProductList, UpdateProduct } from '../../shared/products.ts';
import { acceptBody } from '../async-actions/accept/accept-body.ts';
import type { Context } from '../http/context.ts';
import { notFound } from '../http/errors.ts';
import { empty, json } from '../http/response.ts';
import { newId } from '../identifiers.ts';
import { readList } from '../lists/read-list.ts';
import { searchList } from '../lists/search/read-matches.ts';
import { bindRows } from '../sql/json-columns.ts';
import { changeOf, writeOne } from '../writes/write-one.ts';
import { productsImport, productsMetadata, productsUpdate } from './bulk-products.ts';
import { productWrites, toProductWrite } from './product-write.ts';
import { toProduct } from './serializer.ts';
import {
  deleteProduct as deleteStatements,
  type ProductRow,
  productById,
  productList,
  productsByIds,
  refuseProduct,
  searchProducts,
} from './store.ts';

async function writeProduct(context: Context<unknown, CreateProduct | UpdateProduct>, named?: string) {
  const write = toProductWrite(context.body, changeOf(context, newId('product'), named));
  const { row, replayed } = await writeOne(context, productWrites, write);
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
  const { q } = query;
  const reply = (rows: ProductRow[]): Pick<ProductList, 'data_ref' | 'products'> => ({
    data_ref: 'products',
    products: rows.map(toProduct),
  });
  if (q !== undefined) {
    const source = { candidates: searchProducts, rowsOf: productsByIds };
    const { items, paging } = await searchList(database, { ...query, q }, source);
    return json({ ...paging, ...reply(items) });
  }
  const { items, paging } = await readList(database, query, productList);
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

/** Takes products in bulk, to be written by the queue. */
export const importProducts = (context: Context): Promise<Response> => acceptBody(context, productsImport);

export const updateProducts = (context: Context): Promise<Response> =>
  acceptBody(context, productsUpdate, 202);

export const updateProductsMetadata = (context: Context): Promise<Response> =>
  acceptBody(context, productsMetadata, 202);

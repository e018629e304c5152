import type { CreateSku, ListSkusQuery, UpdateSku } from '../../shared/products.ts';
import { acceptBody } from '../async-actions/accept/accept-body.ts';
import type { Context } from '../http/context.ts';
import { notFound } from '../http/errors.ts';
import { empty, json } from '../http/response.ts';
import { newId } from '../identifiers.ts';
import { readList } from '../lists/read-list.ts';
import { toSku } from '../products/serializer.ts';
import { productId as productIdOf } from '../products/store.ts';
import { bindRows } from '../sql/json-columns.ts';
import { changeOf, writeOne } from '../writes/write-one.ts';
import { skusImport } from './import-skus.ts';
import { skuWrites, toSkuWrite } from './sku-write.ts';
import { deleteSku as deleteStatement, refuseSku, skuById, skuList } from './store.ts';

/** @throws ApiError not_found where the path names no product */
async function requireProduct({ database, params }: Context): Promise<string> {
  const { productId = '' } = params;
  const product = await database.first(productIdOf({ id: productId }));
  if (!product) throw notFound('product', productId);
  return product.id;
}

async function writeSku(context: Context<unknown, CreateSku | UpdateSku>, named?: string) {
  const productId = await requireProduct(context);
  const write = toSkuWrite(context.body, productId, changeOf(context, newId('sku'), named));
  const { row, replayed } = await writeOne(context, skuWrites, write);
  return json(toSku(row), { version: row.version, replayed });
}

/** Creates the SKU, or updates the one of this product that its id or source_id names. */
export const createSku = (context: Context<unknown, CreateSku>): Promise<Response> => writeSku(context);

export const updateSku = (context: Context<unknown, UpdateSku>): Promise<Response> =>
  writeSku(context, context.params.skuId);

export async function getSku({ params, database }: Context): Promise<Response> {
  const { skuId = '' } = params;
  const row = await database.first(skuById({ id: skuId }));
  if (!row) throw notFound('sku', skuId);
  return json(toSku(row), { version: row.version });
}

export async function getSkus(context: Context<ListSkusQuery>): Promise<Response> {
  const query = { ...context.query, productId: await requireProduct(context) };
  const { items, paging } = await readList(context.database, query, skuList);
  return json({ ...paging, data_ref: 'skus', skus: items.map(toSku) });
}

export async function deleteSku(context: Context): Promise<Response> {
  const { skuId: id = '' } = context.params;
  const productId = await requireProduct(context);
  const change = changeOf({ ...context, body: {} }, '', id);
  await context.database.batch([
    refuseSku({ writes: bindRows([{ ...change, productId }]) }),
    deleteStatement({ id }),
  ]);
  return empty();
}

/** Takes SKUs in bulk, of any products, to be written by the queue. */
export const importSkus = (context: Context): Promise<Response> => acceptBody(context, skusImport);

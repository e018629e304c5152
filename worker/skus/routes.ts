import * as z from 'zod';
import { AcceptedAction } from '../../shared/async-actions.ts';
import {
  CreateSku,
  DeleteFromCatalogueQuery,
  ListSkusQuery,
  Sku,
  SkuList,
  UpdateSku,
} from '../../shared/products.ts';
import { type Route, route } from '../http/route.ts';
import { bodiesOf } from '../imports/row-format.ts';
import { createSku, deleteSku, getSku, getSkus, importSkus, updateSku } from './handlers.ts';
import { skusImport } from './import-skus.ts';

const id = z.string().meta({ description: 'The id, or else the source_id.' });
const ofProduct = z.object({ productId: id });
const ofSku = z.object({ productId: id, skuId: id });
const tag = 'Products';

export const skuRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/products/:productId/skus',
    summary: 'Create a SKU, or update the one its id or source_id names',
    tag,
    scope: 'products:write',
    headers: ['Idempotency-Key', 'If-Match'],
    etag: true,
    params: ofProduct,
    body: CreateSku,
    reply: Sku,
    handler: createSku,
  }),
  route({
    method: 'GET',
    path: '/v1/products/:productId/skus',
    summary: 'List the SKUs of a product',
    tag,
    scope: 'products:read',
    params: ofProduct,
    query: ListSkusQuery,
    reply: SkuList,
    handler: getSkus,
  }),
  route({
    method: 'PUT',
    path: '/v1/products/:productId/skus/:skuId',
    summary: 'Update a SKU: given fields change, others stay',
    tag,
    scope: 'products:write',
    headers: ['Idempotency-Key', 'If-Match'],
    etag: true,
    params: ofSku,
    body: UpdateSku,
    reply: Sku,
    handler: updateSku,
  }),
  route({
    method: 'DELETE',
    path: '/v1/products/:productId/skus/:skuId',
    summary: 'Delete a SKU',
    tag,
    scope: 'products:write',
    headers: ['If-Match'],
    params: ofSku,
    query: DeleteFromCatalogueQuery,
    reply: null,
    handler: deleteSku,
  }),
  route({
    method: 'POST',
    path: '/v1/skus/importCSV',
    summary: 'Take a CSV file of SKUs, to be created or updated one by one',
    tag,
    scope: 'products:write',
    headers: ['Idempotency-Key'],
    stream: bodiesOf(skusImport.formats),
    reply: AcceptedAction,
    handler: importSkus,
  }),
  route({
    method: 'GET',
    path: '/v1/skus/:skuId',
    summary: 'Get a SKU',
    tag,
    scope: 'products:read',
    params: z.object({ skuId: id }),
    etag: true,
    reply: Sku,
    handler: getSku,
  }),
];

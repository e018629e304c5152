import * as z from 'zod';
import {
  CreateProduct,
  DeleteFromCatalogueQuery,
  ListProductsQuery,
  Product,
  ProductList,
  UpdateProduct,
} from '../../shared/products.ts';
import { type Route, route } from '../route.ts';
import { createProduct, deleteProduct, getProduct, getProducts, updateProduct } from './handlers.ts';

const params = z.object({ productId: z.string().meta({ description: 'The id, or else the source_id.' }) });
const tag = 'Products';

export const productRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/products',
    summary: 'Create a product, or update the one its id or source_id names',
    tag,
    scope: 'products:write',
    headers: ['Idempotency-Key', 'If-Match'],
    etag: true,
    body: CreateProduct,
    reply: Product,
    handler: createProduct,
  }),
  route({
    method: 'GET',
    path: '/v1/products',
    summary: 'List, filter, sort and search products',
    tag,
    scope: 'products:read',
    query: ListProductsQuery,
    reply: ProductList,
    handler: getProducts,
  }),
  route({
    method: 'GET',
    path: '/v1/products/:productId',
    summary: 'Get a product with its SKUs',
    tag,
    scope: 'products:read',
    params: params,
    etag: true,
    reply: Product,
    handler: getProduct,
  }),
  route({
    method: 'PUT',
    path: '/v1/products/:productId',
    summary: 'Update a product: given fields change, others stay',
    tag,
    scope: 'products:write',
    headers: ['Idempotency-Key', 'If-Match'],
    etag: true,
    params: params,
    body: UpdateProduct,
    reply: Product,
    handler: updateProduct,
  }),
  route({
    method: 'DELETE',
    path: '/v1/products/:productId',
    summary: 'Delete a product and its SKUs',
    tag,
    scope: 'products:write',
    headers: ['If-Match'],
    params: params,
    query: DeleteFromCatalogueQuery,
    reply: null,
    handler: deleteProduct,
  }),
];

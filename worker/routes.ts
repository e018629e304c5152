import * as z from 'zod';
import { Customer } from '../shared/customers.ts';
import { ActivityQuery, OrderActivity } from '../shared/events.ts';
import { CreateKey, KeyList, NewKey } from '../shared/keys.ts';
import { CreateOrder, ListOrdersQuery, Order, OrderList, UpdateOrder } from '../shared/orders.ts';
import { Project } from '../shared/project.ts';
import { getCustomer } from './customers/handlers.ts';
import { getOrderActivity } from './events/handlers.ts';
import { createKey, deleteKey, getKeys } from './keys/handlers.ts';
import { getOpenApi } from './openapi.ts';
import { createOrder, getOrder, getOrders, updateOrder } from './orders/handlers.ts';
import { getHealth, getProject } from './project/handlers.ts';
import { type Route, route } from './route.ts';

const orderParams = z.object({ orderId: z.string().meta({ description: 'The id, or else the source_id.' }) });
const customerParams = z.object({
  customerId: z.string().meta({ description: 'The id, or else the source_id.' }),
});
const keyParams = z.object({ keyId: z.string() });

/** Every endpoint of the API. The router, the API document and the battery of tests are made from this list. */
export const routes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/orders',
    summary: 'Create an order, or update the one its id or source_id names',
    tag: 'Orders',
    scope: 'orders:write',
    headers: ['Idempotency-Key', 'If-Match'],
    etag: true,
    body: CreateOrder,
    reply: Order,
    handler: createOrder,
  }),
  route({
    method: 'GET',
    path: '/v1/orders',
    summary: 'List, filter, sort and search orders',
    tag: 'Orders',
    scope: 'orders:read',
    query: ListOrdersQuery,
    reply: OrderList,
    handler: getOrders,
  }),
  route({
    method: 'GET',
    path: '/v1/orders/:orderId',
    summary: 'Get an order',
    tag: 'Orders',
    scope: 'orders:read',
    params: orderParams,
    etag: true,
    reply: Order,
    handler: getOrder,
  }),
  route({
    method: 'PUT',
    path: '/v1/orders/:orderId',
    summary: 'Update an order: given fields change, others stay',
    tag: 'Orders',
    scope: 'orders:write',
    headers: ['Idempotency-Key', 'If-Match'],
    etag: true,
    params: orderParams,
    body: UpdateOrder,
    reply: Order,
    handler: updateOrder,
  }),
  route({
    method: 'GET',
    path: '/v1/orders/:orderId/activity',
    summary: 'List what happened to an order, newest first',
    tag: 'Orders',
    scope: 'orders:read',
    params: orderParams,
    query: ActivityQuery,
    reply: OrderActivity,
    handler: getOrderActivity,
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:customerId',
    summary: 'Get a customer',
    tag: 'Customers',
    scope: 'customers:read',
    params: customerParams,
    etag: true,
    reply: Customer,
    handler: getCustomer,
  }),
  route({
    method: 'GET',
    path: '/v1/project',
    summary: 'Get the deployment, and what the calling key may do',
    tag: 'Project',
    scope: 'any',
    reply: Project,
    handler: getProject,
  }),
  route({
    method: 'POST',
    path: '/v1/keys',
    summary: 'Create a key pair; its token is shown this once',
    tag: 'Keys',
    scope: 'keys:manage',
    body: CreateKey,
    reply: NewKey,
    handler: createKey,
  }),
  route({
    method: 'GET',
    path: '/v1/keys',
    summary: 'List key pairs, newest first',
    tag: 'Keys',
    scope: 'keys:manage',
    reply: KeyList,
    handler: getKeys,
  }),
  route({
    method: 'DELETE',
    path: '/v1/keys/:keyId',
    summary: 'Revoke a key pair',
    tag: 'Keys',
    scope: 'keys:manage',
    params: keyParams,
    reply: null,
    handler: deleteKey,
  }),
  route({
    method: 'GET',
    path: '/health',
    summary: 'Whether the Worker answers; the database is not asked',
    tag: 'Project',
    scope: null,
    reply: z.object({ status: z.literal('ok'), version: z.string() }),
    handler: getHealth,
  }),
  route({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This document',
    tag: 'Project',
    scope: null,
    reply: z.record(z.string(), z.unknown()),
    handler: () => getOpenApi(routes),
  }),
];

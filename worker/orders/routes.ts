import * as z from 'zod';
import { AcceptedAction } from '../../shared/async-actions.ts';
import { ListOrdersQuery } from '../../shared/orders/list-orders-query.ts';
import { CreateOrder, Order, OrderList, UpdateOrder } from '../../shared/orders/orders.ts';
import { type Route, route } from '../http/route.ts';
import { bodiesOf } from '../imports/row-format.ts';
import { createOrder, getOrder, getOrders, importOrders, updateOrder } from './handlers.ts';
import { ordersImport } from './import-orders.ts';

const orderParams = z.object({ orderId: z.string().meta({ description: 'The id, or else the source_id.' }) });

export const orderRoutes: readonly Route[] = [
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
    method: 'POST',
    path: '/v1/orders/import',
    summary: 'Take orders in bulk, to be created or updated one by one',
    tag: 'Orders',
    scope: 'orders:write',
    headers: ['Idempotency-Key'],
    stream: bodiesOf(ordersImport.formats),
    reply: AcceptedAction,
    handler: importOrders,
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
];

import * as z from 'zod';
import {
  ActivityQuery,
  CustomerActivities,
  CustomerActivity,
  CustomerActivityQuery,
  OrderActivity,
} from '../../shared/events.ts';
import { type Route, route } from '../http/route.ts';
import { getCustomerActivities, getCustomerActivity, getOrderActivity } from './handlers.ts';

const id = z.string().meta({ description: 'The id, or else the source_id.' });
const ofOrder = z.object({ orderId: id });
const ofCustomer = z.object({ customerId: id });

export const eventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/orders/:orderId/activity',
    summary: 'List what happened to an order, newest first',
    tag: 'Orders',
    scope: 'orders:read',
    params: ofOrder,
    query: ActivityQuery,
    reply: OrderActivity,
    handler: getOrderActivity,
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:customerId/activity',
    summary: 'List what happened to a customer and its orders, newest first',
    tag: 'Customers',
    scope: 'customers:read',
    params: ofCustomer,
    query: CustomerActivityQuery,
    reply: CustomerActivity,
    handler: getCustomerActivity,
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:customerId/activities',
    summary: 'The same with the number of all events, for older clients',
    tag: 'Customers',
    scope: 'customers:read',
    params: ofCustomer,
    query: CustomerActivityQuery,
    reply: CustomerActivities,
    handler: getCustomerActivities,
  }),
];

import * as z from 'zod';
import { CustomerList, ListCustomersQuery } from '../../shared/customer-lists.ts';
import { CreateCustomer, Customer, PermanentDeletion, UpdateCustomer } from '../../shared/customers.ts';
import { CustomerActivities, CustomerActivity, CustomerActivityQuery } from '../../shared/events.ts';
import { CustomerSegments } from '../../shared/segments.ts';
import { getCustomerActivities, getCustomerActivity } from '../events/handlers.ts';
import { type Route, route } from '../route.ts';
import {
  createCustomer,
  deleteCustomer,
  forgetCustomer,
  getCustomer,
  getCustomerSegments,
  getCustomers,
  updateCustomer,
} from './handlers.ts';

const params = z.object({ customerId: z.string().meta({ description: 'The id, or else the source_id.' }) });
const tag = 'Customers';

export const customerRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/v1/customers',
    summary: 'Create a customer, or update the one its id or source_id names',
    tag,
    scope: 'customers:write',
    headers: ['Idempotency-Key', 'If-Match'],
    etag: true,
    body: CreateCustomer,
    reply: Customer,
    handler: createCustomer,
  }),
  route({
    method: 'GET',
    path: '/v1/customers',
    summary: 'List, filter, sort and search customers',
    tag,
    scope: 'customers:read',
    query: ListCustomersQuery,
    reply: CustomerList,
    handler: getCustomers,
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:customerId',
    summary: 'Get a customer',
    tag,
    scope: 'customers:read',
    params,
    etag: true,
    reply: Customer,
    handler: getCustomer,
  }),
  route({
    method: 'PUT',
    path: '/v1/customers/:customerId',
    summary: 'Update a customer: given fields change, others stay',
    tag,
    scope: 'customers:write',
    headers: ['Idempotency-Key', 'If-Match'],
    etag: true,
    params,
    body: UpdateCustomer,
    reply: Customer,
    handler: updateCustomer,
  }),
  route({
    method: 'DELETE',
    path: '/v1/customers/:customerId',
    summary: "Remove a customer's profile and detach its orders",
    tag,
    scope: 'customers:delete',
    headers: ['If-Match'],
    params,
    reply: null,
    handler: deleteCustomer,
  }),
  route({
    method: 'POST',
    path: '/v1/customers/:customerId/permanent-deletion',
    summary: 'Forget a customer: the profile, and what kept replies hold of the person',
    tag,
    scope: 'customers:delete',
    headers: ['If-Match'],
    params,
    reply: PermanentDeletion,
    handler: forgetCustomer,
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:customerId/activity',
    summary: 'List what happened to a customer and its orders, newest first',
    tag,
    scope: 'customers:read',
    params,
    query: CustomerActivityQuery,
    reply: CustomerActivity,
    handler: getCustomerActivity,
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:customerId/activities',
    summary: 'The same with the number of all events, for older clients',
    tag,
    scope: 'customers:read',
    params,
    query: CustomerActivityQuery,
    reply: CustomerActivities,
    handler: getCustomerActivities,
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:customerId/segments',
    summary: 'List the segments that a customer is in',
    tag,
    scope: 'segments:read',
    params,
    reply: CustomerSegments,
    handler: getCustomerSegments,
  }),
];

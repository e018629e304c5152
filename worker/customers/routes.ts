import * as z from 'zod';
import { AcceptedAction } from '../../shared/async-actions.ts';
import { CustomerList, ListCustomersQuery } from '../../shared/customers/customer-lists.ts';
import { CreateCustomer, Customer, UpdateCustomer } from '../../shared/customers/customers.ts';
import { CustomerSegments } from '../../shared/customers/segments.ts';
import { type Route, route } from '../http/route.ts';
import { bodiesOf } from '../imports/row-format.ts';
import { customersImport, customersMetadata, customersUpdate } from './bulk-customers.ts';
import {
  createCustomer,
  getCustomer,
  getCustomerSegments,
  getCustomers,
  importCustomers,
  updateCustomer,
  updateCustomers,
  updateCustomersMetadata,
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
    method: 'POST',
    path: '/v1/customers/importCSV',
    summary: 'Take a CSV file of customers, to be created or updated one by one',
    tag,
    scope: 'customers:write',
    headers: ['Idempotency-Key'],
    stream: bodiesOf(customersImport.formats),
    reply: AcceptedAction,
    status: 202,
    handler: importCustomers,
  }),
  route({
    method: 'POST',
    path: '/v1/customers/bulk/async',
    summary: 'Take customers in bulk, each updated, or created, by its source_id',
    tag,
    scope: 'customers:write',
    headers: ['Idempotency-Key'],
    stream: bodiesOf(customersUpdate.formats),
    reply: AcceptedAction,
    status: 202,
    handler: updateCustomers,
  }),
  route({
    method: 'POST',
    path: '/v1/customers/metadata/async',
    summary: 'Take metadata to be merged into that of customers, by their source_ids',
    tag,
    scope: 'customers:write',
    headers: ['Idempotency-Key'],
    stream: bodiesOf(customersMetadata.formats),
    reply: AcceptedAction,
    status: 202,
    handler: updateCustomersMetadata,
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

import * as z from 'zod';
import { PermanentDeletion } from '../../shared/customers/customers.ts';
import { type Route, route } from '../http/route.ts';
import { deleteCustomer, forgetCustomer } from './handlers.ts';

const params = z.object({ customerId: z.string().meta({ description: 'The id, or else the source_id.' }) });
const tag = 'Customers';

export const customerRemovalRoutes: readonly Route[] = [
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
];

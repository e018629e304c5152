import type { ListCustomersQuery } from '../../shared/customers/customer-lists.ts';
import type { CreateCustomer, UpdateCustomer } from '../../shared/customers/customers.ts';
import type { CustomerSegments } from '../../shared/customers/segments.ts';
import { startOfDay } from '../../shared/times.ts';
import { acceptBody } from '../async-actions/accept/accept-body.ts';
import type { Context } from '../http/context.ts';
import { notFound } from '../http/errors.ts';
import { json } from '../http/response.ts';
import { newId } from '../identifiers.ts';
import { changeOf, writeOne } from '../writes/write-one.ts';
import { customersImport, customersMetadata, customersUpdate } from './bulk-customers.ts';
import { customerWrites, toCustomerWrite } from './customer-write.ts';
import { listCustomers } from './list-customers.ts';
import { membershipsOf } from './membership-store.ts';
import { toCustomer } from './serializer.ts';
import { customerById, customerNamed } from './store.ts';

async function writeCustomer(context: Context<unknown, CreateCustomer | UpdateCustomer>, named?: string) {
  const change = changeOf(context, newId('customer'), named);
  const { row, replayed } = await writeOne(context, customerWrites, toCustomerWrite(context.body, change));
  return json(toCustomer(row), { version: row.version, replayed });
}

/** Creates the customer, or updates the one that its id or source_id names. */
export const createCustomer = (context: Context<unknown, CreateCustomer>): Promise<Response> =>
  writeCustomer(context);

export const updateCustomer = (context: Context<unknown, UpdateCustomer>): Promise<Response> =>
  writeCustomer(context, context.params.customerId);

export async function getCustomer({ params, database }: Context): Promise<Response> {
  const { customerId = '' } = params;
  const row = await database.first(customerById({ id: customerId }));
  if (!row) throw notFound('customer', customerId);
  return json(toCustomer(row), { version: row.version });
}

export async function getCustomers({ query, database }: Context<ListCustomersQuery>): Promise<Response> {
  return json(await listCustomers(database, query, Date.now()));
}

/** The segments that a customer is in now, in one round trip. */
export async function getCustomerSegments({ params, database }: Context): Promise<Response> {
  const { customerId = '' } = params;
  const { customer, segments } = await database.batch({
    customer: customerNamed({ id: customerId }),
    segments: membershipsOf({ customer: customerId, today: startOfDay(Date.now()) }),
  });
  if (!customer[0]) throw notFound('customer', customerId);
  const data = segments.map(({ id, name }) => ({ id, name, object: 'segment' as const }));
  const list: CustomerSegments = { object: 'list', data_ref: 'data', data, total: data.length };
  return json(list);
}

/** Takes customers in bulk, to be written by the queue. */
export const importCustomers = (context: Context): Promise<Response> =>
  acceptBody(context, customersImport, 202);

export const updateCustomers = (context: Context): Promise<Response> =>
  acceptBody(context, customersUpdate, 202);

export const updateCustomersMetadata = (context: Context): Promise<Response> =>
  acceptBody(context, customersMetadata, 202);

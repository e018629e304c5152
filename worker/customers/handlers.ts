import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { json } from '../response.ts';
import { toCustomer } from './serializer.ts';
import { customerById } from './store.ts';

export async function getCustomer({ params, database }: Context): Promise<Response> {
  const { customerId = '' } = params;
  const row = await database.first(customerById({ id: customerId }));
  if (!row) throw notFound('customer', customerId);
  return json(toCustomer(row), { version: row.version });
}

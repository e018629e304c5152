import { Customer } from '../../../shared/customers/customers.ts';
import type { Reply } from '../../api.ts';
import { useQuery } from '../session/query.ts';
import { api, connection } from '../session/session.ts';

/** Where the API has a customer. */
export const customerPath = (id: string): string => `/v1/customers/${encodeURIComponent(id)}`;

/** A customer and the ETag of the profile, by id or source_id. */
export const useCustomer = (id: string) =>
  useQuery<Reply<Customer>>({
    queryKey: ['customer', connection.peek()?.url, id],
    queryFn: ({ signal }) => api({ path: customerPath(id), reply: Customer, signal }),
  });

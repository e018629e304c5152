import { Customer } from '../../../shared/customers/customers.ts';
import type { Reply } from '../../api.ts';
import { apiPaths } from '../../api-paths.ts';
import { useQuery } from '../session/query.ts';
import { api, connection } from '../session/session.ts';

/** A customer and the ETag of the profile, by id or source_id. */
export const useCustomer = (id: string) =>
  useQuery<Reply<Customer>>({
    queryKey: ['customer', connection.peek()?.url, id],
    queryFn: ({ signal }) => api({ path: apiPaths.customer(id), reply: Customer, signal }),
  });

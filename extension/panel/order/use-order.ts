import { Order } from '../../../shared/orders/orders.ts';
import type { Reply } from '../../api.ts';
import { apiPaths } from '../../api-paths.ts';
import { useQuery } from '../session/query.ts';
import { api, connection } from '../session/session.ts';

const keyOf = (id: string) => ['order', connection.peek()?.url, id];

/** An order and its ETag, by id. */
export const useOrder = (id: string) =>
  useQuery<Reply<Order>>({
    queryKey: keyOf(id),
    queryFn: ({ signal }) => api({ path: apiPaths.order(id), reply: Order, signal }),
  });

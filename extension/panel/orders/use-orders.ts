import { PANEL_PAGE_ROWS } from '../../../shared/limits.ts';
import { OrderList } from '../../../shared/orders/orders.ts';
import { apiPaths } from '../../api-paths.ts';
import { toSearch } from '../lists/search-text.ts';
import { usePagedQuery } from '../session/paged-query.ts';
import { api, connection, currency } from '../session/session.ts';
import { type OrderFilters, toExpression, toParameters } from './list-filters.ts';

/** The orders that are chosen. */
export function useOrders(chosen: OrderFilters) {
  const expression = toExpression(chosen, currency.value);
  const q = toSearch(chosen.q);
  return usePagedQuery({
    queryKey: ['orders', connection.value?.url, { expression, q, order: chosen.order }],
    read: async (cursor, signal) => {
      const { data } = await api({
        path: apiPaths.orders,
        query: [
          ['limit', PANEL_PAGE_ROWS],
          ['order', chosen.order],
          ['q', q],
          ['counts', cursor === undefined ? 'true' : undefined],
          ['starting_after_id', cursor],
          ...toParameters(expression),
        ],
        reply: OrderList,
        signal,
      });
      return data;
    },
    rowsOf: (page) => page.orders,
  });
}

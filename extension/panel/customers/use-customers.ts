import { CustomerList } from '../../../shared/customers/customer-lists.ts';
import { PANEL_PAGE_ROWS } from '../../../shared/limits.ts';
import { apiPaths } from '../../api-paths.ts';
import { usePagedQuery } from '../session/paged-query.ts';
import { api, connection } from '../session/session.ts';

/** The customers that a search finds, the best first; without one all, the newest first. */
export function useCustomers(q: string | undefined) {
  return usePagedQuery({
    queryKey: ['customers', connection.value?.url, q],
    read: async (cursor, signal) => {
      const query: [string, string | number | undefined][] = [
        ['limit', PANEL_PAGE_ROWS],
        ['q', q],
        ['starting_after_id', cursor],
      ];
      return (await api({ path: apiPaths.customers, query, reply: CustomerList, signal })).data;
    },
    rowsOf: (page) => page.customers,
  });
}

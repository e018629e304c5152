import { keepPreviousData } from '@tanstack/query-core';
import { type Order, OrderList } from '../../../shared/orders.ts';
import { useInfiniteQuery } from '../query.ts';
import { api, connection, currency } from '../session.ts';
import { type OrderFilters, toExpression, toParameters } from './list-filters.ts';

/** Orders in a page of the list. */
const PAGE = 50;

/** The least that the server searches for, in characters. */
export const MIN_SEARCH = 3;

/** A list read by the cursor, page after page. */
export function useOrders(chosen: OrderFilters) {
  const expression = toExpression(chosen, currency.value);
  const q = [...chosen.q.trim()].length < MIN_SEARCH ? undefined : chosen.q.trim();
  const result = useInfiniteQuery<OrderList, string | undefined, { pages: OrderList[] }>({
    queryKey: ['orders', connection.value?.url, { expression, q, order: chosen.order }],
    queryFn: async ({ pageParam, signal }) => {
      const { data } = await api({
        path: '/v1/orders',
        query: [
          ['limit', PAGE],
          ['order', chosen.order],
          ['q', q],
          ['counts', pageParam === undefined ? 'true' : undefined],
          ['starting_after_id', pageParam],
          ...toParameters(expression),
        ],
        reply: OrderList,
        signal,
      });
      return data;
    },
    initialPageParam: undefined,
    getNextPageParam: (page) => page.more_starting_after,
    placeholderData: keepPreviousData,
  });
  const pages = result.data?.pages ?? [];
  // An order that has moved while the list is read may be on two pages.
  const orders = [
    ...new Map(
      pages.flatMap((page) => page.orders).map((order): [string, Order] => [order.id, order]),
    ).values(),
  ];
  return { ...result, orders, first: pages[0] };
}

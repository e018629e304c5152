import { fold } from '../../shared/folding.ts';
import type { ListOrdersQuery } from '../../shared/orders/list-orders-query.ts';
import type { OrderList } from '../../shared/orders/orders.ts';
import type { Database } from '../database.ts';
import { readList } from '../lists/read-list.ts';
import { readRanked } from '../lists/search/read-matches.ts';
import { toOrder } from './serializer.ts';
import { orderList, statusCounts } from './stores/list-store.ts';
import { type FoundOrder, ordersByIds, searchOrders } from './stores/search-store.ts';

const numberOf = (text: string): string | undefined => /\d+$/.exec(text)?.[0];

/** 0 for the order of that id or source_id, 1 for one of that number, 2 for the rest. */
function rank(wanted: string, [id, sourceId]: FoundOrder): number {
  if (id === wanted || (sourceId !== null && fold(sourceId) === wanted)) return 0;
  const number = numberOf(wanted);
  return number !== undefined && sourceId !== null && numberOf(sourceId) === number ? 1 : 2;
}

/** A page of what a search finds, in two round trips: the orders that it looks at, then the page's. */
async function searchPage(database: Database, q: string, query: ListOrdersQuery, now: number) {
  const { searched, extras } = await database.batch({
    searched: searchOrders(q, orderList.select(query, now)),
    extras: countsOf(query),
  });
  const [{ found, isCut } = { found: '[]', isCut: 0 }] = searched;
  const wanted = fold(q);
  const orders: FoundOrder[] = JSON.parse(found);
  const ranked = orders.toSorted((a, b) => rank(wanted, a) - rank(wanted, b));
  const { items, paging } = await readRanked(
    database,
    ranked.map(([id, , isMeant]) => ({ id, isMeant: isMeant === 1 })),
    query,
    ordersByIds,
  );
  return { items, paging: { ...paging, ...(isCut === 1 && { total_capped: true as const }) }, extras };
}

const countsOf = ({ counts }: ListOrdersQuery) => (counts ? [statusCounts({})] : []);

/**
 * A page of orders, in one round trip with the total and the counts by status. A second is taken by a cursor that nothing
 * comes after, and by a search.
 * @throws ApiError invalid_query_params where the cursor names no order, or, of a search, none that it finds
 */
export async function listOrders(
  database: Database,
  query: ListOrdersQuery,
  now: number,
): Promise<OrderList> {
  const { items, paging, extras } =
    query.q === undefined
      ? await readList(database, query, orderList, { extras: countsOf(query), now })
      : await searchPage(database, query.q, query, now);
  const [counts] = extras.flat() as NonNullable<OrderList['counts']>[];
  return { ...paging, data_ref: 'orders', orders: items.map(toOrder), ...(counts && { counts }) };
}

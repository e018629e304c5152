import type { CustomerList, ListCustomersQuery } from '../../shared/customers/customer-lists.ts';
import { MAX_CONDITIONS, MAX_OF_MOMENT } from '../../shared/limits.ts';
import type { Database } from '../database.ts';
import { invalidField } from '../http/errors.ts';
import type { Placed } from '../lists/cursor.ts';
import type { Narrowing, Selection } from '../lists/define-list.ts';
import { readPage } from '../lists/read-list.ts';
import { searchList } from '../lists/search/read-matches.ts';
import { combineFilters, shortcut } from '../lists/shortcuts.ts';
import { readStored } from '../lists/stored-filters.ts';
import { segmentMeans } from '../segments/store.ts';
import { customerList, customersByIds, inSegment, searchCustomers } from './list-store.ts';
import { toCustomer } from './serializer.ts';
import type { CustomerRow } from './store.ts';

/** What a list of customers is read with: its selection, and the static segment that narrows it. */
interface CustomerSelection extends Selection {
  narrowing: Narrowing;
}

/**
 * What a query asks for. Its segment is looked up first: what a filter asks can then choose the index.
 * @throws ApiError invalid_query_params where there is none, or its filter and the query's are too much for one statement
 */
async function toSelection(
  database: Database,
  query: ListCustomersQuery,
  now: number,
): Promise<CustomerSelection> {
  const selection = { ...customerList.select(query, now), narrowing: {} };
  const parameter = query.segment === undefined ? 'segment_id' : 'segment';
  const id = query[parameter];
  if (id === undefined) return selection;
  const segment = await database.first(segmentMeans({ id }));
  if (!segment) throw invalidField('invalid_query_params', parameter, `names no segment: ${id}`);
  if (segment.conditions === null) return { ...selection, narrowing: inSegment(segment.seq) };
  const own = readStored(segment.conditions);
  const asked = query.filters?.conditions.length ?? 0;
  if (asked > 0 && asked + own.conditions.length > MAX_CONDITIONS) {
    const message = `have ${asked} operators, and the segment ${own.conditions.length}: expected at most ${MAX_CONDITIONS} together`;
    throw invalidField('invalid_query_params', 'filters', message);
  }
  return { ...selection, filters: [...selection.filters, own] };
}

const ofCreation = (operator: '$is' | '$after' | '$before', moment: number | undefined) =>
  combineFilters(undefined, shortcut('created_at', operator, moment));

/** What comes after a moment in a list sorted by it. */
function beyond(selection: CustomerSelection, moment: number | undefined): CustomerSelection {
  const { order, filters } = selection;
  return {
    ...selection,
    filters: [...filters, ...ofCreation(order === 'created_at' ? '$after' : '$before', moment)],
  };
}

/**
 * The rest of the customers made in the moment of the page's last one, and whether there are others beyond it. Whoever
 * scrolls by `starting_after` goes on from that moment, and would lose them.
 * @throws ApiError invalid_query_params where they are too many for one page
 */
async function restOfMoment(
  database: Database,
  selection: CustomerSelection,
  { createdAt, place }: Placed<CustomerRow>,
) {
  const { narrowing } = selection;
  const after = { kind: 'afterKeys' as const, value: place };
  const ofMoment = { ...selection, filters: [...selection.filters, ...ofCreation('$is', createdAt)] };
  const [rest, [next]] = await database.batch([
    customerList.page(ofMoment, { limit: MAX_OF_MOMENT + 1, offset: 0, after }, narrowing),
    customerList.page(beyond(selection, createdAt), { limit: 1, offset: 0, after: null }, narrowing),
  ]);
  if (rest.length > MAX_OF_MOMENT) {
    const message = `more than ${MAX_OF_MOMENT} customers were made in one moment; use starting_after_id`;
    throw invalidField('invalid_query_params', 'starting_after', message);
  }
  return { rest, has_more: next !== undefined };
}

/**
 * A page of customers, in one round trip; one more by `q`, in a segment, and by a moment where others follow.
 * @throws ApiError invalid_query_params where the cursor names no customer, or the segment is unknown
 */
export async function listCustomers(
  database: Database,
  query: ListCustomersQuery,
  now: number,
): Promise<CustomerList> {
  const { q } = query;
  if (q !== undefined) {
    const source = { candidates: searchCustomers, rowsOf: customersByIds };
    const { items, paging } = await searchList(database, { ...query, q }, source);
    return { ...paging, data_ref: 'customers', customers: items.map(toCustomer) };
  }
  const selection = await toSelection(database, query, now);
  const { items, paging } = await readPage(database, query, {
    list: customerList,
    selection,
    beyond: beyond(selection, query.starting_after),
    narrowing: selection.narrowing,
  });
  const last = items.at(-1);
  if (query.starting_after === undefined || !paging.has_more || !last)
    return { ...paging, data_ref: 'customers', customers: items.map(toCustomer) };
  const { rest, has_more } = await restOfMoment(database, selection, last);
  const { more_starting_after: _, ...counted } = paging;
  return { ...counted, data_ref: 'customers', customers: [...items, ...rest].map(toCustomer), has_more };
}
